#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole files as bytes; whether they are UTF-8 is for the user of the bytes to check.
public enum TextFile {
  /// All bytes of the file at `path`, which may also be a pipe (`/dev/stdin`); a directory is an error.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = try SystemCalls.open(path, O_RDONLY, .read)
    defer { try? SystemCalls.close(descriptor, path: path) }
    let status = try SystemCalls.status(of: descriptor, path: path)
    if status.isDirectory { throw FileError(path: path, operation: .read, code: EISDIR) }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(status.size)
    var chunk = [UInt8](repeating: 0, count: min(max(status.size, 1 << 16), 1 << 22))
    while true {
      let count = try SystemCalls.read(descriptor, into: &chunk, path: path)
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}
