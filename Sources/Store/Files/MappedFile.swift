#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import MindstateNumerics

/// A whole file as read-only memory, whose pages come from disk when first touched.
///
/// The file must not shrink while it is mapped: touching a page that is gone ends the process. Files of this library
/// are replaced by rename, which leaves the mapped one whole.
@safe
public final class MappedFile: Sendable {
  /// The path as it was given.
  public let path: String
  // nonisolated(unsafe): set once at init, never written through, unmapped only by deinit.
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`. An empty file is a map of no bytes; a directory, a pipe or a device is an error.
  public init(path: String) throws(FileError) {
    self.path = path
    let descriptor = try SystemCalls.open(path, O_RDONLY, .read)
    defer { try? SystemCalls.close(descriptor, path: path) }
    let status = try SystemCalls.status(of: descriptor, path: path)
    if status.isDirectory { throw FileError(path: path, operation: .read, code: EISDIR) }
    if !status.isRegular { throw FileError(path: path, operation: .read, code: ENODEV) }
    count = status.size
    if count == 0 {
      unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    } else {
      unsafe bytes = try SystemCalls.map(descriptor, count: count, path: path)
    }
  }

  deinit { if count > 0 { unsafe SystemCalls.unmap(bytes) } }

  /// Bytes in the file when it was mapped.
  public let count: Int

  /// Calls `body` with all bytes, which stay valid during the call only.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { try unsafe body(bytes) }

  /// A copy of the bytes in `range`, which must lie in the file.
  package subscript(range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe Array(bytes[range])
  }

  /// The bytes in `range`, which must lie in the file, as floats in place; nil when they do not begin at a multiple
  /// of four. The floats keep the map alive.
  package func floats(in range: Range<Int>) -> FloatStorage? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && range.count % 4 == 0)
    guard let start = unsafe bytes.baseAddress, range.lowerBound % MemoryLayout<Float>.alignment == 0 else {
      return nil
    }
    let address = unsafe (start + range.lowerBound).assumingMemoryBound(to: Float.self)
    return unsafe FloatStorage(mapped: address, count: range.count / 4, owner: self)
  }
}
