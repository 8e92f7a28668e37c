import CMindstateKernels

/// How a float lies in a file.
public enum FloatFormat: Sendable, CaseIterable {
  /// IEEE 754 binary32, binary16, and bfloat16 (the upper half of binary32); little-endian as the machine.
  case f32, f16, bf16

  public var bytes: Int { self == .f32 ? 4 : 2 }
}

extension Matrix {
  /// `rows` × `columns` elements read from `bytes`, widened exactly; any alignment.
  ///
  /// - Precondition: `bytes` holds exactly that many.
  package init(rows: Int, columns: Int, widening format: FloatFormat, from bytes: UnsafeRawBufferPointer) {
    self.init(uninitialized: rows, columns)
    let n = rows * columns
    precondition(bytes.count == n * format.bytes, "\(bytes.count) bytes for \(n) elements of \(format)")
    guard let source = bytes.baseAddress, n > 0 else { return }
    let out = unsafe mutableStart
    switch format {
    case .f32: unsafe UnsafeMutableRawPointer(out).copyMemory(from: source, byteCount: bytes.count)
    case .f16: unsafe Self.withHalves(at: source, count: n) { unsafe ms_f16_to_f32(n, $0, out) }
    case .bf16: unsafe Self.withHalves(at: source, count: n) { unsafe ms_bf16_to_f32(n, $0, out) }
    }
  }

  /// Calls `body` with `count` 16-bit words at `source`; with an aligned copy where they lie on an odd address.
  private static func withHalves(at source: UnsafeRawPointer, count: Int, _ body: (UnsafePointer<UInt16>) -> Void) {
    if UInt(bitPattern: source) % 2 == 0 {
      return unsafe body(source.assumingMemoryBound(to: UInt16.self))
    }
    let copy = unsafe [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(start: source, count: count * 2))
      initialized = count
    }
    unsafe copy.withUnsafeBufferPointer { if let start = $0.baseAddress { unsafe body(start) } }
  }

  /// All elements as 16-bit words, row by row: to nearest even, NaN stays NaN; what f16 cannot hold becomes infinite.
  ///
  /// - Precondition: `format` is `.f16` or `.bf16`.
  package func narrowed(to format: FloatFormat) -> [UInt16] {
    precondition(format != .f32, "f32 is what a matrix has")
    return unsafe [UInt16](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      guard let out = buffer.baseAddress else { return }
      for r in 0..<rows {
        if format == .f16 {
          unsafe ms_f32_to_f16(columns, start + r * stride, out + r * columns)
        } else {
          unsafe ms_f32_to_bf16(columns, start + r * stride, out + r * columns)
        }
      }
      initialized = rows * columns
    }
  }

  /// The first row with an infinite element or a NaN; nil if there is none.
  public var firstNonFiniteRow: Int? {
    (0..<rows).first { r in unsafe ms_all_finite(columns, start + r * stride) == 0 }
  }

  /// Whether no element is infinite or NaN.
  public var allFinite: Bool { firstNonFiniteRow == nil }
}
