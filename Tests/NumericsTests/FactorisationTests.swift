import MindstateNumerics
import Testing

@Suite struct FactorisationTests {
  /// Products by their definition.
  private func product(_ a: DoubleMatrix, _ b: DoubleMatrix) -> DoubleMatrix {
    var c = DoubleMatrix(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        for k in 0..<a.columns { c[i, j] += a[i, k] * b[k, j] }
      }
    }
    return c
  }

  private func random(_ rows: Int, _ columns: Int, _ name: String = "a") -> DoubleMatrix {
    var random = RandomStream(seed: 1, name: name)
    return DoubleMatrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in random.normals().0 })
  }

  private func expectNear(_ a: DoubleMatrix, _ b: DoubleMatrix, _ tolerance: Double = 1e-12) {
    #expect(a.rows == b.rows && a.columns == b.columns)
    #expect(zip(a.elements, b.elements).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) })
  }

  @Test(arguments: [(0, 3, 2), (1, 1, 1), (5, 3, 7), (4, 0, 2), (17, 9, 33)])
  func productsAgreeWithTheirDefinition(m: Int, k: Int, n: Int) {
    let (a, b) = (random(m, k), random(k, n, "b"))
    let expected = product(a, b)
    expectNear(a.times(b), expected)
    expectNear(a.times(b.transposed, .transposed), expected)
    expectNear(a.transposed.transposedTimes(b), expected)
    expectNear(a.gram, product(a.transposed, a))
    expectNear(a.outerGram, product(a, a.transposed))
  }

  @Test func gramsOf32BitsAgreeAndMayBeViews() {
    let a = Matrix(rows: 6, columns: 9, random(6, 9).elements.map { Float($0) })[columns: 2..<7]
    let wide = DoubleMatrix(a)
    expectNear(DoubleMatrix(a.gram), wide.gram, 1e-5)
    expectNear(DoubleMatrix(a.outerGram), wide.outerGram, 1e-5)
    expectNear(DoubleMatrix(a.transposedTimes(a[columns: 0..<2])), wide.gram.columnsPrefix(2), 1e-5)
  }

  @Test func choleskySolves() throws {
    let x = random(7, 3, "x")
    var a = random(20, 7).gram
    for i in 0..<7 { a[i, i] += 0.5 }
    let factor = try #require(Cholesky(a))
    expectNear(product(factor.lower, factor.lower.transposed), a)
    expectNear(factor.solve(a.times(x)), x, 1e-10)
    let eigen = try #require(SymmetricEigen(a))
    #expect(abs(factor.logDeterminant - eigen.values.reduce(1, *).logarithm) < 1e-10)
  }

  @Test func whatIsNotPositiveDefiniteHasNoFactor() {
    #expect(Cholesky(DoubleMatrix(rows: 2, columns: 2, [1, 2, 2, 1])) == nil)
    #expect(Cholesky(DoubleMatrix(rows: 2, columns: 2, [.nan, 0, 0, 1])) == nil)
    #expect(SymmetricEigen(DoubleMatrix(rows: 1, columns: 1, [.infinity])) == nil)
    #expect(SingularValues(DoubleMatrix(rows: 1, columns: 2, [.nan, 1])) == nil)
  }

  @Test func eigenvectorsAreRows() throws {
    let a = random(9, 9).gram
    let eigen = try #require(SymmetricEigen(a))
    #expect(eigen.values == eigen.values.sorted())
    var scaled = eigen.vectors
    for i in 0..<9 { for c in 0..<9 { scaled[i, c] *= eigen.values[i] } }
    expectNear(eigen.vectors.transposedTimes(scaled), a, 1e-10)
    expectNear(eigen.vectors.outerGram, DoubleMatrix(identity: 9))
  }

  @Test(arguments: [(5, 5), (8, 3), (3, 8), (1, 4), (0, 2)])
  func singularValuesRebuildTheMatrix(m: Int, n: Int) throws {
    let a = random(m, n)
    let svd = try #require(SingularValues(a))
    #expect(svd.values == svd.values.sorted(by: >))
    var scaled = svd.u
    for r in 0..<m { for c in 0..<scaled.columns { scaled[r, c] *= svd.values[c] } }
    expectNear(scaled.times(svd.vt), a, 1e-12)
  }
}

extension DoubleMatrix {
  fileprivate func columnsPrefix(_ count: Int) -> DoubleMatrix {
    DoubleMatrix(rows: rows, columns: count, (0..<rows).flatMap { row($0).prefix(count) })
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Double {
  fileprivate var logarithm: Double { log(self) }
}
