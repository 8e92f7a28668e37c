#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import MindstateStore

/// What is in a directory.
enum DirectoryListing {
  /// The names in the directory at `path` but `.` and `..`, sorted by their bytes so that every machine has one order.
  static func names(in path: String) throws(FileError) -> [String] {
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
}
