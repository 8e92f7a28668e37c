public import MindstateNumerics

/// A safetensors file, mapped and checked; elements come from disk when they are first used.
///
/// Opening reads the header alone, so it costs the same for any size of file. What is refused, and why, is in
/// `SafetensorsError`. Numbers are little-endian in the file, as on every machine that this library is for.
public struct SafetensorsFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The tensors in the order of their bytes.
  public let tensors: [TensorInfo]
  /// The `__metadata__` of the header in its order.
  public let metadata: [(key: String, value: String)]

  let file: MappedFile
  let dataStart: Int
  private let indices: [UTF8Key: Int]

  /// Opens the file at `path`.
  public init(path: String) throws(SafetensorsError) {
    do { file = try MappedFile(path: path) } catch { throw SafetensorsError(path: path, .unreadable(error)) }
    let header = try SafetensorsHeader(path: path, file: file)
    self.path = path
    tensors = header.tensors
    metadata = header.metadata
    dataStart = header.dataStart
    // The header has no name twice, or it would have been refused.
    indices = Dictionary(tensors.enumerated().map { (UTF8Key($1.name), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The tensor called `name`, compared by bytes.
  public subscript(name: String) -> TensorInfo? { indices[UTF8Key(name)].map { tensors[$0] } }

  /// The metadata under `key`, compared by bytes.
  public func metadata(_ key: String) -> String? { metadata.first { UTF8Key($0.key) == UTF8Key(key) }?.value }

  /// The elements of a tensor of any rank as `rows` × `columns`.
  ///
  /// F32 is read in place from the map where its address allows, else copied; F16 and BF16 are widened exactly, F64
  /// is rounded. NaN and infinities are passed on as they are.
  /// - Throws: when the counts differ or the elements are no such floats.
  public func matrix(_ tensor: TensorInfo, rows: Int, columns: Int) throws(SafetensorsError) -> Matrix {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count == tensor.count else {
      throw SafetensorsError(
        path: path, .elementCount(tensor: tensor.name, shape: tensor.shape, rows: rows, columns: columns))
    }
    if tensor.dtype == .f32, let floats = file.floats(in: fileRange(of: tensor)) {
      return Matrix(storage: floats, offset: 0, rows: rows, columns: columns, stride: columns)
    }
    return try copied(tensor, rows: rows, columns: columns, start: 0, stride: columns)
  }

  /// The bytes of `tensor` in the file. A tensor that is not of this file is a programmer's mistake.
  func fileRange(of tensor: TensorInfo) -> Range<Int> {
    precondition(self[tensor.name] == tensor, "\(path) has no such tensor \(tensor.name)")
    return dataStart + tensor.byteRange.lowerBound..<dataStart + tensor.byteRange.upperBound
  }
}
