#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// A hold on a directory among processes, by the system's advisory lock on a file in it.
///
/// The system lets go of it when its process ends in whatever way, so a lock of the dead is nobody's: the next process
/// takes it over. The file stays, empty when nobody holds it; a file that is removed while another process waits at
/// its door would let in two.
package final class FileLock: Sendable {
  private let descriptor: CInt
  private let path: String
  /// Held, and by nobody else: its words are ours.
  private let isAlone = Atomic(false)

  /// Takes the lock at `path`, or returns nil where another process holds it in a way that excludes this one.
  ///
  /// - Parameters:
  ///   - shared: several processes may hold it at once, but none that wants it alone.
  ///   - holder: what others are told, written into the file by who holds it alone.
  /// - Throws: where the file cannot be made, or its file system knows no locks.
  package static func take(_ path: String, shared: Bool, holder: String) throws(FileError) -> FileLock? {
    let lock = FileLock(try SystemCalls.open(path, O_RDWR | O_CREAT, .write), path)
    guard try SystemCalls.lock(lock.descriptor, shared: shared, path: path) else { return nil }
    if !shared {
      lock.isAlone.store(true, ordering: .relaxed)
      try SystemCalls.truncate(lock.descriptor, path: path)
      try SystemCalls.write(holder, to: lock.descriptor, named: path)
    }
    return lock
  }

  private init(_ descriptor: CInt, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// What the holder of the lock at `path` says of itself.
  package static func holder(of path: String) -> String {
    let bytes = (try? TextFile.read(path)) ?? []
    return bytes.isEmpty ? "its shards, or on another machine" : String(decoding: bytes.prefix(200), as: UTF8.self)
  }

  deinit {
    if isAlone.load(ordering: .relaxed) { try? SystemCalls.truncate(descriptor, path: path) }
    try? SystemCalls.close(descriptor, path: path)
  }
}

extension SystemCalls {
  /// Asks for the lock without waiting; false where another holds it.
  fileprivate static func lock(_ descriptor: CInt, shared: Bool, path: String) throws(FileError) -> Bool {
    while flock(descriptor, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) < 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw FileError(path: path, operation: .write, code: errno) }
    }
    return true
  }

  fileprivate static func truncate(_ descriptor: CInt, path: String) throws(FileError) {
    if ftruncate(descriptor, 0) < 0 { throw FileError(path: path, operation: .write, code: errno) }
  }
}
