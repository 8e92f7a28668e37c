extension DoubleMatrix {
  /// Σ_{j<i} self[i, j] · other[order[i], order[j]] for symmetric matrices of one size. What is read at random is one row
  /// at a time, which the cache holds. Cost: rows² / 2.
  package func sumBelowDiagonal(timesPermuted other: DoubleMatrix, order: [Int]) -> Double {
    let n = rows
    precondition(columns == n && other.rows == n && other.columns == n && order.count == n)
    precondition(order.allSatisfy { $0 >= 0 && $0 < n })
    var total = 0.0
    unsafe elements.withUnsafeBufferPointer { x in
      unsafe other.elements.withUnsafeBufferPointer { y in
        unsafe order.withUnsafeBufferPointer { order in
          for i in 0..<n {
            let (own, row) = (i * n, unsafe order[i] * n)
            // Four sums, so that no addition waits for the one before it.
            var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
            var j = 0
            while j + 4 <= i {
              unsafe s0 += x[own + j] * y[row + order[j]]
              unsafe s1 += x[own + j + 1] * y[row + order[j + 1]]
              unsafe s2 += x[own + j + 2] * y[row + order[j + 2]]
              unsafe s3 += x[own + j + 3] * y[row + order[j + 3]]
              j += 4
            }
            while j < i {
              unsafe s0 += x[own + j] * y[row + order[j]]
              j += 1
            }
            total += (s0 + s1) + (s2 + s3)
          }
        }
      }
    }
    return total
  }
}
