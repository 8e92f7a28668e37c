#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RandomStream {
  /// Two independent draws of the standard normal distribution (Box and Muller 1958).
  public mutating func normals() -> (Double, Double) {
    // 1 - u lies in (0, 1], whose logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }
}

extension Matrix {
  /// Independent draws of a normal distribution with mean 0.
  package init(rows: Int, columns: Int, normal deviation: Double, _ random: inout RandomStream) {
    var elements: [Float] = []
    elements.reserveCapacity(rows * columns + 1)
    while elements.count < rows * columns {
      let (a, b) = random.normals()
      elements.append(Float(a * deviation))
      elements.append(Float(b * deviation))
    }
    self.init(rows: rows, columns: columns, Array(elements.prefix(rows * columns)))
  }

  /// Independent draws, uniform in -bound ..< bound.
  package init(rows: Int, columns: Int, uniform bound: Double, _ random: inout RandomStream) {
    let elements = (0..<rows * columns).map { _ in Float((2 * random.uniform() - 1) * bound) }
    self.init(rows: rows, columns: columns, elements)
  }

  /// The matrix with rows and columns exchanged, copied: for small ones.
  package var transposed: Matrix {
    let elements = self.elements
    return Matrix(
      rows: columns, columns: rows,
      (0..<rows * columns).map { elements[($0 % max(1, rows)) * columns + $0 / max(1, rows)] })
  }
}
