/// The head of a safetensors file: its tensors and metadata, checked against the size of the file.
///
/// Layout: eight bytes with the length n of the header (little-endian), n bytes of JSON, the data.
struct SafetensorsHeader {
  /// As in the reference implementation, a guard against taking data for a length.
  static let lengthLimit = 100_000_000
  static let metadataKey = "__metadata__"

  /// In the order of their bytes.
  private(set) var tensors: [TensorInfo] = []
  private(set) var metadata: [(key: String, value: String)] = []
  /// Where the data begin in the file.
  private(set) var dataStart = 0

  private let path: String

  init(path: String, file: MappedFile) throws(SafetensorsError) {
    self.path = path
    let json = try headerText(of: file)
    dataStart = 8 + json.count
    let members: [(key: String, value: JSON)]
    do { members = try JSON(parsing: json).objectValue?.members ?? [] } catch {
      if case .duplicateKey(let key) = error.problem { throw refusal(.duplicateName(key)) }
      throw refusal(.headerNotJSON(error))
    }
    for member in members {
      if member.key == Self.metadataKey {
        metadata = try pairs(in: member.value)
      } else {
        tensors.append(try tensor(member.key, member.value))
      }
    }
    tensors.sort {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound) < ($1.byteRange.lowerBound, $1.byteRange.upperBound)
    }
    try checkLayout(size: file.count - dataStart)
  }

  private func refusal(_ problem: SafetensorsError.Problem) -> SafetensorsError {
    SafetensorsError(path: path, problem)
  }

  private func headerText(of file: MappedFile) throws(SafetensorsError) -> [UInt8] {
    guard file.count >= 8 else { throw refusal(.tooShort(size: file.count)) }
    let length = file[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // A length beyond the file is the plainer news where both are wrong, unless it is no length at all.
    guard length <= UInt64(Self.lengthLimit) else {
      throw refusal(.headerTooLong(length: length, limit: Self.lengthLimit))
    }
    guard Int(length) <= file.count - 8 else {
      throw refusal(.headerPastEnd(length: Int(length), size: file.count))
    }
    let text = file[8..<8 + Int(length)]
    guard text.first == UInt8(ascii: "{") else { throw refusal(.headerNotObject) }
    return text
  }

  private func pairs(in value: JSON) throws(SafetensorsError) -> [(key: String, value: String)] {
    guard let object = value.objectValue else { throw refusal(.metadataNotText(key: nil)) }
    var pairs: [(key: String, value: String)] = []
    for member in object.members {
      guard let text = member.value.stringValue else { throw refusal(.metadataNotText(key: member.key)) }
      pairs.append((member.key, text))
    }
    return pairs
  }

  private func tensor(_ name: String, _ entry: JSON) throws(SafetensorsError) -> TensorInfo {
    func malformed(_ field: String, _ expected: String, _ found: JSON?) -> SafetensorsError {
      refusal(.malformedEntry(tensor: name, field: field, expected: expected, found: found?.kind ?? "nothing"))
    }
    guard entry.objectValue != nil else { throw malformed("its entry", "an object", entry) }
    guard let spelling = entry["dtype"]?.stringValue else { throw malformed("dtype", "a string", entry["dtype"]) }
    guard let dtype = DType(rawValue: spelling) else { throw refusal(.unknownDType(tensor: name, spelling)) }
    guard let shape = integers(entry["shape"]) else {
      throw malformed("shape", "an array of whole numbers", entry["shape"])
    }
    guard let offsets = integers(entry["data_offsets"]), offsets.count == 2 else {
      throw malformed("data_offsets", "an array of two whole numbers", entry["data_offsets"])
    }
    guard 0 <= offsets[0], offsets[0] <= offsets[1] else {
      throw refusal(.badRange(tensor: name, begin: offsets[0], end: offsets[1]))
    }
    guard let expected = shape.byteCount(of: dtype) else { throw refusal(.badShape(tensor: name, shape: shape)) }
    let found = offsets[1] - offsets[0]
    guard found == expected else {
      throw refusal(.sizeMismatch(tensor: name, dtype: dtype, shape: shape, expected: expected, found: found))
    }
    return TensorInfo(name: name, dtype: dtype, shape: shape, byteRange: offsets[0]..<offsets[1])
  }

  /// The elements of an array of whole numbers; nil for anything else.
  private func integers(_ value: JSON?) -> [Int]? {
    guard let elements = value?.arrayValue else { return nil }
    let integers = elements.compactMap(\.intValue)
    return integers.count == elements.count ? integers : nil
  }

  /// The tensors must cover the data from the first byte to the last, each byte once.
  private func checkLayout(size: Int) throws(SafetensorsError) {
    var end = 0
    for tensor in tensors {
      let range = tensor.byteRange
      if range.lowerBound < end {
        throw refusal(.overlap(tensor: tensor.name, begin: range.lowerBound, previousEnd: end))
      }
      if range.lowerBound > end {
        throw refusal(.hole(tensor: tensor.name, begin: range.lowerBound, previousEnd: end))
      }
      if range.upperBound > size {
        throw refusal(.tensorPastEnd(tensor: tensor.name, end: range.upperBound, size: size))
      }
      end = range.upperBound
    }
    if end < size { throw refusal(.trailingData(end: end, size: size)) }
  }
}
