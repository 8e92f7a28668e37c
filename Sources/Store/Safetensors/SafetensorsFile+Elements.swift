package import MindstateNumerics

extension SafetensorsFile {
  /// A copy of `rows` runs of `columns` elements, the first of which begins at element `start` and each next one
  /// `stride` elements later: one layer of a capture without the others. Floats as in `matrix`.
  package func copied(_ tensor: TensorInfo, rows: Int, columns: Int, start: Int, stride: Int)
    throws(SafetensorsError) -> Matrix
  {
    let range = fileRange(of: tensor)
    precondition(start >= 0 && stride >= columns && columns >= 0)
    precondition(rows == 0 || start + (rows - 1) * stride + columns <= tensor.count, "rows past the tensor's end")
    guard tensor.dtype.floatFormat != nil || tensor.dtype == .f64 else {
      throw SafetensorsError(path: path, .notFloats(tensor: tensor.name, tensor.dtype))
    }
    if tensor.dtype == .f32, let floats = file.floats(in: range) {
      return Matrix(storage: floats, offset: start, rows: rows, columns: columns, stride: stride).gatheringRows(
        0..<rows)
    }
    return unsafe file.withBytes { bytes in
      let size = tensor.dtype.size
      let data = unsafe UnsafeRawBufferPointer(rebasing: bytes[range].dropFirst(start * size))
      if stride == columns {
        return unsafe Self.widened(
          UnsafeRawBufferPointer(rebasing: data[..<(rows * columns * size)]), tensor.dtype, rows, columns)
      }
      let packed = unsafe Self.packed(data, rows: rows, rowBytes: columns * size, stride: stride * size)
      return unsafe packed.withUnsafeBytes { unsafe Self.widened($0, tensor.dtype, rows, columns) }
    }
  }

  /// The elements of an I64 or I32 tensor in order.
  public func integers(_ tensor: TensorInfo) throws(SafetensorsError) -> [Int] {
    let range = fileRange(of: tensor)
    switch tensor.dtype {
    case .i64: return try integers(tensor, range, as: Int64.self)
    case .i32: return try integers(tensor, range, as: Int32.self)
    case .bool, .u8, .i8, .f8e4m3, .f8e5m2, .f8e8m0, .u16, .i16, .f16, .bf16, .u32, .f32, .u64, .f64, .c64:
      throw SafetensorsError(path: path, .notIntegers(tensor: tensor.name, tensor.dtype))
    }
  }

  private func integers<I: FixedWidthInteger & BitwiseCopyable>(_ tensor: TensorInfo, _ range: Range<Int>, as: I.Type)
    throws(SafetensorsError) -> [Int]
  {
    let values = unsafe file.withBytes { bytes in
      (0..<tensor.count).map { index in
        unsafe bytes.loadUnaligned(fromByteOffset: range.lowerBound + index * MemoryLayout<I>.size, as: I.self)
      }
    }
    // Only a machine with 32-bit integers can fail here.
    if let index = values.firstIndex(where: { Int(exactly: $0) == nil }) {
      throw SafetensorsError(path: path, .integerTooLarge(tensor: tensor.name, index: index))
    }
    return values.map { Int($0) }
  }

  /// `rows` runs of `rowBytes` bytes, `stride` bytes apart, one after the other.
  private static func packed(_ data: UnsafeRawBufferPointer, rows: Int, rowBytes: Int, stride: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: rows * rowBytes) { buffer, count in
      let target = UnsafeMutableRawBufferPointer(buffer)
      for row in 0..<rows {
        let source = unsafe UnsafeRawBufferPointer(rebasing: data[row * stride..<row * stride + rowBytes])
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[(row * rowBytes)...]).copyMemory(from: source)
      }
      count = rows * rowBytes
    }
  }

  private static func widened(_ bytes: UnsafeRawBufferPointer, _ dtype: DType, _ rows: Int, _ columns: Int) -> Matrix {
    if let format = dtype.floatFormat {
      return unsafe Matrix(rows: rows, columns: columns, widening: format, from: bytes)
    }
    let values = (0..<rows * columns).map { unsafe Float(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self)) }
    return Matrix(rows: rows, columns: columns, values)
  }
}
