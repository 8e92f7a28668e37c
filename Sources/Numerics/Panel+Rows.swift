import CMindstateKernels

extension Panel {
  // MARK: Filling

  package func fill(_ value: Float) {
    for r in 0..<rows { unsafe (start + r * stride).update(repeating: value, count: columns) }
  }

  package func copy(_ source: Matrix) {
    requireShape(source.rows, source.columns)
    for r in 0..<rows {
      unsafe (start + r * stride).update(from: source.start + r * source.stride, count: columns)
    }
  }

  /// Row i becomes row `indices[i]` of `source`.
  package func gather(_ source: Matrix, rows indices: some Collection<Int>) {
    requireShape(indices.count, source.columns)
    for (target, index) in indices.enumerated() {
      unsafe (start + target * stride).update(from: source.rowStart(index), count: columns)
    }
  }

  /// Every row becomes `vector` [1, columns].
  package func repeatRow(_ vector: Matrix) {
    let source = unsafe vector.vectorStart(width: columns)
    for r in 0..<rows { unsafe (start + r * stride).update(from: source, count: columns) }
  }

  // MARK: Adding

  /// self += other.
  package func add(_ other: Matrix) {
    requireShape(other.rows, other.columns)
    unsafe ms_add_rows(rows, columns, start, stride, other.start, other.stride)
  }

  /// self = a + b.
  package func setSum(_ a: Matrix, _ b: Matrix) {
    requireShape(a.rows, a.columns)
    a.requireSameShape(as: b)
    unsafe ms_add(rows, columns, a.start, a.stride, b.start, b.stride, start, stride)
  }

  /// Every row += `bias` [1, columns].
  package func add(bias: Matrix) {
    unsafe ms_add_bias(rows, columns, start, stride, bias.vectorStart(width: columns))
  }

  /// Row `indices[i]` += row i of `source`, in the order of i.
  package func scatterAdd(_ source: Matrix, rows indices: some Collection<Int>) {
    precondition(indices.count == source.rows && columns == source.columns)
    for (i, index) in indices.enumerated() {
      precondition(index >= 0 && index < rows, "row \(index) of \(rows)")
      unsafe ms_add_rows(1, columns, start + index * stride, stride, source.rowStart(i), source.stride)
    }
  }

  /// The only row becomes `values`, or grows by them.
  package func setRow(_ values: [Double], accumulating: Bool) {
    requireShape(1, values.count)
    for (c, value) in values.enumerated() {
      unsafe start[c] = Float(accumulating ? Double(start[c]) + value : value)
    }
  }
}
