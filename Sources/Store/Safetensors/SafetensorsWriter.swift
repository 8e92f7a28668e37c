public import MindstateNumerics

/// Writes a safetensors file piece by piece, the tensors never together in memory.
///
/// ```swift
/// var writer = try SafetensorsWriter(path: path, tensors: [.init("w", .f32, [2, 3])], metadata: [])
/// try AtomicFile.write(to: path) { file in
///   try writer.writeHeader(to: &file)
///   try writer.append(matrix, to: &file)
///   writer.finish()
/// }
/// ```
/// Equal input gives equal bytes. Tensors lie in the order of `tensors`: larger elements first, so that each begins at
/// a multiple of its element's size, otherwise as declared.
public struct SafetensorsWriter: Sendable {
  /// A tensor before it has a place in the file.
  public struct Declaration: Sendable, Equatable {
    public var name: String
    public var dtype: DType
    public var shape: [Int]

    public init(_ name: String, _ dtype: DType, _ shape: [Int]) {
      self.name = name
      self.dtype = dtype
      self.shape = shape
    }
  }

  /// What errors name.
  public let path: String
  /// In the order in which their elements are to be appended.
  public let tensors: [TensorInfo]
  private let metadata: [(key: String, value: String)]
  /// Bytes of the data written so far.
  private var position = 0

  /// - Throws: for a name twice or reserved, and a shape that no file can hold.
  public init(path: String, tensors: [Declaration], metadata: [(key: String, value: String)]) throws(SafetensorsError) {
    var names: Set<UTF8Key> = [UTF8Key(SafetensorsHeader.metadataKey)]
    var begin = 0
    var placed: [TensorInfo] = []
    for tensor in Self.largestFirst(tensors) {
      guard names.insert(UTF8Key(tensor.name)).inserted else {
        throw SafetensorsError(path: path, .duplicateName(tensor.name))
      }
      guard let count = tensor.shape.byteCount(of: tensor.dtype), count <= Int.max - begin else {
        throw SafetensorsError(path: path, .badShape(tensor: tensor.name, shape: tensor.shape))
      }
      placed.append(
        TensorInfo(name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, byteRange: begin..<begin + count))
      begin += count
    }
    var keys: Set<UTF8Key> = []
    for pair in metadata where !keys.insert(UTF8Key(pair.key)).inserted {
      throw SafetensorsError(path: path, .duplicateName(pair.key))
    }
    self.path = path
    self.tensors = placed
    self.metadata = metadata
  }

  /// Stable: `sorted` of the standard library does not promise to be.
  private static func largestFirst(_ tensors: [Declaration]) -> [Declaration] {
    tensors.enumerated().sorted { ($1.element.dtype.size, $0.offset) < ($0.element.dtype.size, $1.offset) }.map(
      \.element)
  }

  /// Writes what stands before the data; call it first.
  public func writeHeader(to file: inout FileWriter) throws(FileError) {
    var header = JSONObject()
    if !metadata.isEmpty {
      let pairs = JSONObject(metadata.map { (key: $0.key, value: .string($0.value)) })
      header.members.append((SafetensorsHeader.metadataKey, .object(pairs)))
    }
    for tensor in tensors {
      let entry: JSONObject = [
        "dtype": .string(tensor.dtype.rawValue), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array([.integer(tensor.byteRange.lowerBound), .integer(tensor.byteRange.upperBound)]),
      ]
      header.members.append((tensor.name, .object(entry)))
    }
    var text = JSON.object(header).serializedBytes()
    // Spaces up to a multiple of eight let a reader use every element in place.
    text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
    try file.write((0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) })
    try file.write(text)
  }

  /// Appends the rows of `matrix` to the tensor that is not yet full, in its dtype: F32 as it is, F16 and BF16 rounded
  /// to nearest even.
  ///
  /// - Precondition: the tensor is F32, F16 or BF16 and has room for all of it.
  /// - Throws: `FileError`; `SafetensorsError` for a finite value beyond the range of F16.
  public mutating func append(_ matrix: Matrix, to file: inout FileWriter) throws {
    guard let tensor = take(matrix.rows * matrix.columns) else { return }
    guard let format = tensor.dtype.floatFormat else {
      preconditionFailure("\(tensor.name) is \(tensor.dtype), floats cannot be appended")
    }
    if format == .f32 { return try file.write(matrix) }
    // A part at a time, so that the narrow copy stays small.
    let step = max(1, (1 << 18) / max(1, matrix.columns))
    for start in stride(from: 0, to: matrix.rows, by: step) {
      let rows = matrix[rows: start..<min(start + step, matrix.rows)]
      let narrow = rows.narrowed(to: format)
      if let value = overflow(rows, narrow, format) {
        throw SafetensorsError(path: path, .notRepresentable(tensor: tensor.name, value: value, tensor.dtype))
      }
      try file.write(elements: narrow)
    }
  }

  /// Appends `values` to the I64 tensor that is not yet full.
  ///
  /// - Precondition: the tensor is I64 and has room for all of them.
  public mutating func append(_ values: [Int], to file: inout FileWriter) throws(FileError) {
    guard let tensor = take(values.count) else { return }
    precondition(tensor.dtype == .i64, "\(tensor.name) is \(tensor.dtype), integers cannot be appended")
    try file.write(elements: values.map { Int64($0) })
  }

  /// Checks that every tensor has all its elements.
  ///
  /// - Precondition: it has.
  public func finish() {
    precondition(
      position == tensors.last?.byteRange.upperBound ?? 0, "only \(position) bytes of the tensors were written")
  }

  /// The tensor that the next `count` elements belong to; nil for none.
  private mutating func take(_ count: Int) -> TensorInfo? {
    if count == 0 { return nil }
    guard let tensor = tensors.first(where: { $0.byteRange.upperBound > position }) else {
      preconditionFailure("\(count) elements after the last tensor")
    }
    position += count * tensor.dtype.size
    precondition(
      position <= tensor.byteRange.upperBound, "more elements than \(tensor.name) of shape \(tensor.shape) has")
    return tensor
  }

  /// The first finite value which became infinite.
  private func overflow(_ matrix: Matrix, _ narrow: [UInt16], _ format: FloatFormat) -> Float? {
    let infinity: UInt16 = format == .f16 ? 0x7C00 : 0x7F80
    guard let index = narrow.firstIndex(where: { $0 & 0x7FFF == infinity }) else { return nil }
    // Infinities which were there before may stand in front of one that is new.
    return narrow[index...].indices.lazy.filter { narrow[$0] & 0x7FFF == infinity }
      .map { matrix[$0 / matrix.columns, $0 % matrix.columns] }.first { $0.isFinite }
  }
}
