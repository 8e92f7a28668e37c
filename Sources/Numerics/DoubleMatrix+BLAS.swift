import CMindstateBLAS

extension DoubleMatrix {
  package init(identity n: Int) {
    self.init(rows: n, columns: n)
    for i in 0..<n { elements[i * n + i] = 1 }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// Row `index` as an array.
  package func row(_ index: Int) -> [Double] { Array(elements[index * columns..<(index + 1) * columns]) }

  /// The listed rows, copied in the given order.
  package func gatheringRows(_ indices: some Collection<Int>) -> DoubleMatrix {
    var result: [Double] = []
    result.reserveCapacity(indices.count * columns)
    for index in indices { result += elements[index * columns..<(index + 1) * columns] }
    return DoubleMatrix(rows: indices.count, columns: columns, result)
  }

  package var transposed: DoubleMatrix {
    var result = DoubleMatrix(rows: columns, columns: rows)
    unsafe result.elements.withUnsafeMutableBufferPointer { to in
      unsafe elements.withUnsafeBufferPointer { from in
        Tile.forEach(rows: rows, columns: columns) { r, c in unsafe to[c * rows + r] = from[r * columns + c] }
      }
    }
    return result
  }

  /// `self · op(b)` by dgemm: [rows, k] times [k, columns] gives [rows, columns]. `b` is [columns, k] when transposed.
  package func times(_ b: DoubleMatrix, _ orientation: Orientation = .asIs) -> DoubleMatrix {
    let (inner, outer) = orientation == .asIs ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(columns == inner, "[\(rows), \(columns)] times [\(inner), \(outer)]")
    var result = DoubleMatrix(rows: rows, columns: outer)
    result.gemm(self, .asIs, b, orientation, inner: inner)
    return result
  }

  /// `selfᵀ · b` by dgemm: [k, rows] and [k, columns] give [rows, columns].
  package func transposedTimes(_ b: DoubleMatrix) -> DoubleMatrix {
    precondition(rows == b.rows, "[\(rows), \(columns)] transposed times [\(b.rows), \(b.columns)]")
    var result = DoubleMatrix(rows: columns, columns: b.columns)
    result.gemm(self, .transposed, b, .asIs, inner: rows)
    return result
  }

  /// `self = op(a) · op(b)`.
  private mutating func gemm(
    _ a: DoubleMatrix, _ orientationA: Orientation, _ b: DoubleMatrix, _ orientationB: Orientation, inner: Int
  ) {
    let (m, n) = (rows, columns)
    if m == 0 || n == 0 || inner == 0 { return }
    unsafe a.elements.withUnsafeBufferPointer { x in
      unsafe b.elements.withUnsafeBufferPointer { y in
        unsafe elements.withUnsafeMutableBufferPointer { z in
          unsafe cblas_dgemm(
            Int32(MS_ROW_MAJOR), orientationA.code, orientationB.code, Int32(m), Int32(n), Int32(inner), 1,
            x.baseAddress, Int32(a.columns), y.baseAddress, Int32(b.columns), 0, z.baseAddress, Int32(n))
        }
      }
    }
  }

  /// `selfᵀ · self`, [columns, columns], by dsyrk; exactly symmetric.
  package var gram: DoubleMatrix { product(with: .transposed, order: columns, inner: rows) }

  /// `self · selfᵀ`, [rows, rows], by dsyrk; exactly symmetric.
  package var outerGram: DoubleMatrix { product(with: .asIs, order: rows, inner: columns) }

  private func product(with orientation: Orientation, order n: Int, inner: Int) -> DoubleMatrix {
    var result = DoubleMatrix(rows: n, columns: n)
    if n == 0 || inner == 0 { return result }
    unsafe elements.withUnsafeBufferPointer { x in
      unsafe result.elements.withUnsafeMutableBufferPointer { z in
        unsafe cblas_dsyrk(
          Int32(MS_ROW_MAJOR), Int32(MS_LOWER), orientation.code, Int32(n), Int32(inner), 1, x.baseAddress,
          Int32(columns), 0, z.baseAddress, Int32(n))
      }
    }
    result.mirrorLower()
    return result
  }

  /// Copies what is below the diagonal above it.
  private mutating func mirrorLower() {
    let n = columns
    unsafe elements.withUnsafeMutableBufferPointer { all in
      Tile.forEach(rows: rows, columns: n) { r, c in if c < r { unsafe all[c * n + r] = all[r * n + c] } }
    }
  }
}
