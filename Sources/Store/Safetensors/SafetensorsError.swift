/// Why a file is refused as safetensors, or a tensor in it as what it is wanted for.
///
/// The format allows exactly one reading of a file (no holes, no overlaps, nothing behind the last tensor), so that no
/// file is two files; each breach is a case of its own.
public struct SafetensorsError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    case unreadable(FileError)
    // The header.
    case tooShort(size: Int)
    case headerTooLong(length: UInt64, limit: Int)
    case headerPastEnd(length: Int, size: Int)
    case headerNotObject
    case headerNotJSON(JSONError)
    case duplicateName(String)
    case metadataNotText(key: String?)
    case malformedEntry(tensor: String, field: String, expected: String, found: String)
    // A tensor alone.
    case unknownDType(tensor: String, String)
    case badShape(tensor: String, shape: [Int])
    case badRange(tensor: String, begin: Int, end: Int)
    case sizeMismatch(tensor: String, dtype: DType, shape: [Int], expected: Int, found: Int)
    // Tensors against each other and the file.
    case overlap(tensor: String, begin: Int, previousEnd: Int)
    case hole(tensor: String, begin: Int, previousEnd: Int)
    case tensorPastEnd(tensor: String, end: Int, size: Int)
    case trailingData(end: Int, size: Int)
    // What a reader or writer asks for.
    case elementCount(tensor: String, shape: [Int], rows: Int, columns: Int)
    case notFloats(tensor: String, DType)
    case notIntegers(tensor: String, DType)
    case integerTooLarge(tensor: String, index: Int)
    case notRepresentable(tensor: String, value: Float, DType)
  }

  public let path: String
  public let problem: Problem

  public init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension SafetensorsError: CustomStringConvertible {
  public var description: String {
    if case .unreadable(let error) = problem { return error.description }
    return "\(path): \(message)"
  }

  private var message: String {
    switch problem {
    case .unreadable(let error):
      error.description
    case .tooShort(let size):
      "has \(size) bytes, the header's length alone takes 8. It is empty or cut short; copy it again."
    case .headerTooLong(let length, let limit):
      "says its header has \(length) bytes, at most \(limit) are allowed. It is not safetensors or damaged."
    case .headerPastEnd(let length, let size):
      "says its header has \(length) bytes, the file has \(size) in all. "
        + "It is cut short or not safetensors; copy it again."
    case .headerNotObject:
      "its header does not begin with '{'. It is not safetensors or damaged; copy it again."
    case .headerNotJSON(let error):
      "its header is not JSON: \(error). It is damaged; copy it again."
    case .duplicateName(let name):
      "its header has \(quoted(name)) twice. Which one counts is not defined; write the file anew."
    case .metadataNotText(let key):
      "__metadata__\(key.map { " " + quoted($0) } ?? "") is not text. "
        + "Metadata are pairs of strings; write numbers as text."
    case .malformedEntry(let tensor, let field, let expected, let found):
      "tensor \(quoted(tensor)): \(field) must be \(expected), found \(found). Write the file anew."
    case .unknownDType(let tensor, let dtype):
      "tensor \(quoted(tensor)) has the unknown dtype \(quoted(dtype)); known are \(Self.known). "
        + "Convert it to one of them."
    case .badShape(let tensor, let shape):
      "tensor \(quoted(tensor)) has the shape \(shape), which no file can hold. It is damaged; copy it again."
    case .badRange(let tensor, let begin, let end):
      "tensor \(quoted(tensor)) lies from byte \(begin) to \(end), which is no range. It is damaged; copy it again."
    case .sizeMismatch(let tensor, let dtype, let shape, let expected, let found):
      "tensor \(quoted(tensor)) of shape \(shape) and dtype \(dtype.rawValue) needs \(expected) bytes, "
        + "its data_offsets give it \(found). It is damaged; copy it again."
    case .overlap(let tensor, let begin, let end):
      "tensor \(quoted(tensor)) begins at byte \(begin), before the end \(end) of the tensor before it. "
        + "Tensors must not overlap; write the file anew."
    case .hole(let tensor, let begin, let end):
      "tensor \(quoted(tensor)) begins at byte \(begin), the one before it ends at \(end). "
        + "Bytes of no tensor are not allowed; write the file anew."
    case .tensorPastEnd(let tensor, let end, let size):
      "tensor \(quoted(tensor)) ends at byte \(end) of the data, the file has \(size). It is cut short; copy it again."
    case .trailingData(let end, let size):
      "its tensors end at byte \(end) of the data, the file has \(size). Remove what follows or copy it again."
    case .elementCount(let tensor, let shape, let rows, let columns):
      "tensor \(quoted(tensor)) has the shape \(shape), needed are \(rows) × \(columns) elements. "
        + "Check that the file belongs to this configuration."
    case .notFloats(let tensor, let dtype):
      "tensor \(quoted(tensor)) is \(dtype.rawValue), needed are floats. Store it as F32, F16, BF16 or F64."
    case .notIntegers(let tensor, let dtype):
      "tensor \(quoted(tensor)) is \(dtype.rawValue), needed are integers. Store it as I64 or I32."
    case .integerTooLarge(let tensor, let index):
      "tensor \(quoted(tensor)) has a number too large for this machine at index \(index). Store smaller numbers."
    case .notRepresentable(let tensor, let value, let dtype):
      "tensor \(quoted(tensor)) has the value \(value), beyond the range of \(dtype.rawValue). Write it as bf16 or f32."
    }
  }

  private static var known: String { DType.allCases.map(\.rawValue).joined(separator: ", ") }

  /// In quotes, with control characters escaped, so that a hostile name cannot break the line.
  private func quoted(_ name: String) -> String { JSON.string(name).serialized() }
}
