public import MindstateNumerics

/// How the elements of a tensor lie in a safetensors file. All kinds can be listed; `SafetensorsFile.matrix` and
/// `.integers` say which they read.
public enum DType: String, Sendable, CaseIterable {
  case bool = "BOOL"
  case u8 = "U8"
  case i8 = "I8"
  case f8e4m3 = "F8_E4M3"
  case f8e5m2 = "F8_E5M2"
  case f8e8m0 = "F8_E8M0"
  case u16 = "U16"
  case i16 = "I16"
  case f16 = "F16"
  case bf16 = "BF16"
  case u32 = "U32"
  case i32 = "I32"
  case f32 = "F32"
  case u64 = "U64"
  case i64 = "I64"
  case f64 = "F64"
  case c64 = "C64"

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .bool, .u8, .i8, .f8e4m3, .f8e5m2, .f8e8m0: 1
    case .u16, .i16, .f16, .bf16: 2
    case .u32, .i32, .f32: 4
    case .u64, .i64, .f64, .c64: 8
    }
  }

  /// The float format with this spelling.
  public init(_ format: FloatFormat) {
    switch format {
    case .f32: self = .f32
    case .f16: self = .f16
    case .bf16: self = .bf16
    }
  }

  /// The format that matrices are read from and written to; nil for all but F32, F16 and BF16.
  public var floatFormat: FloatFormat? { FloatFormat.allCases.first { DType($0) == self } }
}

/// One tensor of a safetensors file: what the header says of it, checked against the file.
public struct TensorInfo: Sendable, Equatable {
  public var name: String
  public var dtype: DType
  /// Length of each dimension, outermost first; empty for a scalar.
  public var shape: [Int]
  /// Where its bytes lie, counted from the end of the header.
  public var byteRange: Range<Int>

  public init(name: String, dtype: DType, shape: [Int], byteRange: Range<Int>) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.byteRange = byteRange
  }

  /// The number of elements: the product of `shape`, 1 for a scalar.
  public var count: Int { byteRange.count / dtype.size }
}

extension [Int] {
  /// The bytes of a tensor of this shape; nil when a dimension is negative or the product does not fit an `Int`.
  func byteCount(of dtype: DType) -> Int? {
    var product = dtype.size
    if contains(where: { $0 < 0 }) { return nil }
    // A zero anywhere makes all of it empty, however large the rest.
    if contains(0) { return 0 }
    for dimension in self {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      product = next
    }
    return product
  }
}
