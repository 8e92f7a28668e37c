package import MindstateNumerics

extension SafetensorsFile {
  /// The listed rows of a matrix of floats, widened; only their bytes are touched.
  ///
  /// - Precondition: `tensor` has two dimensions, and the rows exist.
  package func rows(_ indices: [Int], of tensor: TensorInfo) throws(SafetensorsError) -> Matrix {
    precondition(tensor.shape.count == 2)
    let columns = tensor.shape[1]
    let result = RowBuffer(rows: indices.count, columns: columns)
    for (target, row) in indices.enumerated() {
      let piece = try copied(tensor, rows: 1, columns: columns, start: row * columns, stride: columns)
      result.write(piece, at: target)
    }
    return result.matrix
  }

  /// `count` elements from element `start` on as one row, widened; in place where they are stored as f32.
  package func floats(_ tensor: TensorInfo, from start: Int, count: Int) throws(SafetensorsError) -> Matrix {
    if tensor.dtype == .f32, let floats = file.floats(in: fileRange(of: tensor)) {
      return Matrix(storage: floats, offset: start, rows: 1, columns: count, stride: count)
    }
    return try copied(tensor, rows: 1, columns: count, start: start, stride: count)
  }

  /// Bytes of the whole file.
  package var byteCount: Int { file.count }

  /// Calls `body` with every byte of the header and of `places` runs of `length` bytes spread evenly over the data.
  package func sample(places: Int, length: Int, _ body: (UInt8) -> Void) {
    unsafe file.withBytes { bytes in
      unsafe bytes[..<dataStart].forEach(body)
      let data = bytes.count - dataStart
      for place in 0..<places {
        let start = dataStart + data / places * place
        unsafe bytes[start..<min(start + length, bytes.count)].forEach(body)
      }
    }
  }
}
