#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// Every call to the operating system about files, in one place: each repeats itself when a signal interrupts it and
/// throws a `FileError` that names the path. Tests make a call fail through `failing`.
package enum SystemCalls {
  /// The calls that tests can make fail.
  package enum Call: Sendable { case open, read, write, fsync, rename, mmap, stat, close, unlink, mkdir, access }

  /// Runs `body` while `call`, once it has succeeded `successes` times, always fails with the error number `code`.
  @discardableResult
  package static func failing<R>(
    _ call: Call, with code: CInt, after successes: Int = 0, _ body: () throws -> R
  ) rethrows -> R {
    try Fault.$current.withValue(Fault(call, code: code, after: successes), operation: body)
  }

  /// - Parameter name: the path that an error names, where `path` is a temporary one.
  package static func open(
    _ path: String, _ flags: CInt, _ operation: FileError.Operation, naming name: String? = nil
  ) throws(FileError) -> CInt {
    try result(.open, name ?? path, operation) { unsafe platformOpen(path, flags | O_CLOEXEC, 0o666) }
  }

  /// Fills the front of `buffer`, and says how much of it; 0 at the end of the file.
  package static func read(_ descriptor: CInt, into buffer: inout [UInt8], path: String) throws(FileError) -> Int {
    let outcome = unsafe buffer.withUnsafeMutableBytes { buffer in
      Result { () throws(FileError) in
        try result(.read, path, .read) { unsafe platformRead(descriptor, buffer.baseAddress, buffer.count) }
      }
    }
    return try outcome.get()
  }

  /// Bytes written, which may be fewer than given.
  package static func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer, path: String) throws(FileError) -> Int
  {
    try result(.write, path, .write) { unsafe platformWrite(descriptor, bytes.baseAddress, bytes.count) }
  }

  package static func fsync(_ descriptor: CInt, path: String) throws(FileError) {
    _ = try result(.fsync, path, .write) { platformSync(descriptor) }
  }

  package static func close(_ descriptor: CInt, path: String) throws(FileError) {
    // Never repeated: on Linux the descriptor is gone even when the call was interrupted.
    if let code = Fault.next(.close) {
      _ = platformClose(descriptor)
      throw FileError(path: path, operation: .write, code: code)
    }
    if platformClose(descriptor) < 0, errno != EINTR { throw FileError(path: path, operation: .write, code: errno) }
  }

  package static func rename(_ source: String, to target: String, naming name: String? = nil) throws(FileError) {
    _ = try result(.rename, name ?? target, .write) { unsafe platformRename(source, target) }
  }

  package static func unlink(_ path: String) throws(FileError) {
    _ = try result(.unlink, path, .remove) { unsafe platformUnlink(path) }
  }

  package static func mkdir(_ path: String) throws(FileError) {
    _ = try result(.mkdir, path, .createDirectory) { unsafe platformMkdir(path, 0o777) }
  }

  /// Removes an empty directory.
  package static func rmdir(_ path: String) throws(FileError) {
    _ = try result(.unlink, path, .remove) { unsafe platformRmdir(path) }
  }

  /// Size, kind and permissions of what `path` leads to, links followed.
  package static func status(of path: String, _ operation: FileError.Operation = .read) throws(FileError) -> FileStatus
  {
    var status = stat()
    _ = try result(.stat, path, operation) { unsafe platformStat(path, &status) }
    return FileStatus(status)
  }

  package static func status(of descriptor: CInt, path: String) throws(FileError) -> FileStatus {
    var status = stat()
    _ = try result(.stat, path, .read) { unsafe fstat(descriptor, &status) }
    return FileStatus(status)
  }

  /// Bytes that this process may still write on the disk of `path`.
  package static func freeBytes(at path: String) throws(FileError) -> Int {
    var status = statvfs()
    _ = try result(.stat, path, .read) { unsafe platformDisk(path, &status) }
    let (bytes, isTooLarge) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return isTooLarge ? Int.max : Int(clamping: bytes)
  }

  /// Makes the permissions of an open file `mode`, past the umask.
  package static func setMode(_ descriptor: CInt, _ mode: UInt32, path: String) throws(FileError) {
    if fchmod(descriptor, mode_t(mode)) < 0 { throw FileError(path: path, operation: .write, code: errno) }
  }

  /// Throws unless this process may write to `path`.
  package static func checkWritable(_ path: String) throws(FileError) {
    _ = try result(.access, path, .write) { unsafe platformAccess(path, W_OK) }
  }

  /// The absolute path without links of what exists at `path`.
  package static func realPath(_ path: String) throws(FileError) -> String {
    guard let resolved = unsafe realpath(path, nil) else {
      throw FileError(path: path, operation: .read, code: errno)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Maps `count > 0` bytes for reading; a page comes from disk when it is first touched.
  package static func map(_ descriptor: CInt, count: Int, path: String) throws(FileError) -> UnsafeRawBufferPointer {
    if let code = Fault.next(.mmap) { throw FileError(path: path, operation: .read, code: code) }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw FileError(path: path, operation: .read, code: errno)
    }
    return unsafe UnsafeRawBufferPointer(start: address, count: count)
  }

  package static func unmap(_ bytes: UnsafeRawBufferPointer) {
    _ = unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  package static var processID: CInt { getpid() }

  /// The system's words for an error number.
  package static func words(for code: CInt) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return "" }
      _ = unsafe strerror_r(code, start, buffer.count)
      return unsafe String(cString: start)
    }
  }

  /// Calls `body` until it is not interrupted; a negative result becomes an error.
  private static func result<I: SignedInteger>(
    _ call: Call, _ path: String, _ operation: FileError.Operation, _ body: () -> I
  ) throws(FileError) -> I {
    if let code = Fault.next(call) { throw FileError(path: path, operation: operation, code: code) }
    while true {
      let result = body()
      if result >= 0 { return result }
      if errno != EINTR { throw FileError(path: path, operation: operation, code: errno) }
    }
  }
}

/// What a file is.
package struct FileStatus: Sendable {
  package var size: Int
  package var isDirectory: Bool
  package var isRegular: Bool
  /// The nine permission bits.
  package var mode: UInt32

  init(_ status: stat) {
    size = Int(status.st_size)
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    isRegular = status.st_mode & S_IFMT == S_IFREG
    mode = UInt32(status.st_mode) & 0o777
  }
}

/// A failure that a test asks for, counted down over the calls of its task.
private final class Fault: Sendable {
  @TaskLocal static var current: Fault?

  private let call: SystemCalls.Call
  private let code: CInt
  private let successes: Atomic<Int>

  init(_ call: SystemCalls.Call, code: CInt, after successes: Int) {
    self.call = call
    self.code = code
    self.successes = Atomic(successes)
  }

  /// The error number to fail with, nil to go on.
  static func next(_ call: SystemCalls.Call) -> CInt? {
    guard let current, current.call == call else { return nil }
    return current.successes.subtract(1, ordering: .relaxed).oldValue > 0 ? nil : current.code
  }
}

// Inside `SystemCalls` the bare names mean its own methods, so the platform's go by these.
private func platformOpen(_ path: UnsafePointer<CChar>, _ flags: CInt, _ mode: mode_t) -> CInt {
  unsafe open(path, flags, mode)
}
private func platformRead(_ descriptor: CInt, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, address, count)
}
private func platformWrite(_ descriptor: CInt, _ address: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, address, count)
}
private func platformSync(_ descriptor: CInt) -> CInt { fsync(descriptor) }
private func platformClose(_ descriptor: CInt) -> CInt { close(descriptor) }
private func platformRename(_ source: UnsafePointer<CChar>, _ target: UnsafePointer<CChar>) -> CInt {
  unsafe rename(source, target)
}
private func platformUnlink(_ path: UnsafePointer<CChar>) -> CInt { unsafe unlink(path) }
private func platformAccess(_ path: UnsafePointer<CChar>, _ mode: CInt) -> CInt { unsafe access(path, mode) }
private func platformRmdir(_ path: UnsafePointer<CChar>) -> CInt { unsafe rmdir(path) }
private func platformMkdir(_ path: UnsafePointer<CChar>, _ mode: mode_t) -> CInt { unsafe mkdir(path, mode) }
private func platformStat(_ path: UnsafePointer<CChar>, _ status: inout stat) -> CInt { unsafe stat(path, &status) }
private func platformDisk(_ path: UnsafePointer<CChar>, _ status: inout statvfs) -> CInt {
  unsafe statvfs(path, &status)
}
