#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SystemCalls {
  /// The value of an environment variable; nil where it is not set.
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The columns of the terminal that a descriptor leads to; nil where it leads to none, or to one that does not say.
  package static func terminalColumns(_ descriptor: CInt) -> Int? {
    var size = unsafe winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    let columns = unsafe Int(size.ws_col)
    return columns > 0 ? columns : nil
  }

  /// Seconds since 1970 now, and by how many seconds the local clock is ahead of UTC.
  package static func clock() -> (seconds: Int, offset: Int) {
    var now = time(nil)
    var local = unsafe tm()
    unsafe localtime_r(&now, &local)
    return (Int(now), Int(unsafe local.tm_gmtoff))
  }

  /// The names in the directory at `path` but `.` and `..`, sorted by their bytes so that every machine has one order.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let directory = unsafe opendir(path) else { throw FileError(path: path, operation: .read, code: errno) }
    defer { _ = unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Writes all of `text` to an open descriptor that is no file of ours: standard output or error.
  package static func write(_ text: String, to descriptor: CInt, named name: String) throws(FileError) {
    var remaining = Array(text.utf8)[...]
    while !remaining.isEmpty {
      let outcome = unsafe remaining.withUnsafeBytes { bytes in
        Result { () throws(FileError) in try unsafe write(descriptor, bytes, path: name) }
      }
      remaining = remaining.dropFirst(try outcome.get())
    }
  }
}
