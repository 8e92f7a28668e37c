#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole files as bytes; whether they are UTF-8 is for the user of the bytes to check. A UTF-8 byte order mark, which
/// some editors write, is no part of a text and left out.
public enum TextFile {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// All bytes of the file at `path` behind a byte order mark, which may also be a pipe (`/dev/stdin`); a directory is an error.
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
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    if bytes.starts(with: mark) { bytes.removeFirst(mark.count) }
    return bytes
  }

  /// The same with every CR LF made LF, for a text that a model reads: systems that end lines so do it unasked, and the
  /// carriage returns would be fed.
  public static func readLines(_ path: String) throws(FileError) -> (bytes: [UInt8], hadCarriageReturns: Bool) {
    let bytes = try read(path)
    let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == carriageReturn, index + 1 < bytes.count, bytes[index + 1] == lineFeed { continue }
      result.append(byte)
    }
    return (result, result.count < bytes.count)
  }
}
