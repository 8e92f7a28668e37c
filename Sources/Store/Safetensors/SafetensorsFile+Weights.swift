package import MindstateNumerics
import Synchronization

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

  /// The digest of the whole file, pieces of it side by side.
  package func digest(_ workers: Workers) -> Digest {
    let step = 1 << 24
    let pieces = (file.count + step - 1) / step
    let parts = Mutex([Digest](repeating: Digest(""), count: pieces))
    workers.forEach(pieces) { piece in
      let part = unsafe file.withBytes { bytes in
        unsafe Digest(UnsafeRawBufferPointer(rebasing: bytes[piece * step..<min((piece + 1) * step, bytes.count)]))
      }
      parts.withLock { $0[piece] = part }
    }
    return Digest(of: parts.withLock { $0 })
  }
}
