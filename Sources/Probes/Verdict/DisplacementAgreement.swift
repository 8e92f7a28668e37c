package import MindstateNumerics

/// Do two displacements from a reference point the same way? Per prompt and on average, as values of which a contrast
/// can be made.
package enum DisplacementAgreement {
  /// a − reference, prompt by prompt, [prompts, width] in 64 bits.
  package static func displacement(_ a: Matrix, from reference: Matrix) -> DoubleMatrix {
    var result = DoubleMatrix(a)
    let start = DoubleMatrix(reference)
    for i in result.elements.indices { result.elements[i] -= start.elements[i] }
    return result
  }

  /// `displacement_cosine_specific` by prompt: the cosine of both displacements after both means are removed.
  package static func specific(_ x: DoubleMatrix, _ w: DoubleMatrix) throws(Reason) -> [Double] {
    let (x, w) = (x.centred, w.centred)
    var cosines: [Double] = []
    for row in 0..<x.rows {
      let (a, b) = (x.row(row), w.row(row))
      let norms = (dot(a, a) * dot(b, b)).squareRoot()
      if norms == 0 { throw .zeroNorm }
      cosines.append(dot(a, b) / norms)
    }
    return cosines
  }

  /// `displacement_cosine_mean` by cluster: the value plus what each cluster adds to it (jackknife), so that their mean
  /// is the value.
  ///
  /// ⟨Δ̄x, Δ̄w⟩ / √(⟨Δ̄x, Δ̄x⟩⟨Δ̄w, Δ̄w⟩), each product the mean over all pairs of prompts from different clusters:
  /// noise that a prompt shares with itself does not count as agreement. That is the limit of averaging over all
  /// half-samples, in closed form. Cost: prompts × width.
  package static func mean(_ x: DoubleMatrix, _ w: DoubleMatrix, clusters: Clusters) throws(Reason) -> [Double] {
    if clusters.count < 3 { throw .clustersBelow2 }
    let products = [CrossProducts(x, w, clusters), CrossProducts(x, x, clusters), CrossProducts(w, w, clusters)]
    func cosine(without cluster: Int?) throws(Reason) -> Double {
      let parts = products.map { $0.mean(without: cluster) }
      if parts[1] <= 0 || parts[2] <= 0 { throw .noCommonDisplacement }
      return parts[0] / (parts[1] * parts[2]).squareRoot()
    }
    let value = try cosine(without: nil)
    var without: [Double] = []
    for cluster in 0..<clusters.count { without.append(try cosine(without: cluster)) }
    let centre = without.mean
    return without.map { value + Double(clusters.count - 1) * (centre - $0) }
  }
}

/// Products of two sets of displacements between prompts of different clusters, with any one cluster left out.
private struct CrossProducts {
  private let total: Double
  private let sizes: [Double]
  /// By cluster: ⟨Sc, T⟩ + ⟨S, Tc⟩, and ⟨Sc, Tc⟩.
  private var withAll: [Double] = []
  private var own: [Double] = []

  init(_ x: DoubleMatrix, _ w: DoubleMatrix, _ clusters: Clusters) {
    let (s, t) = (x.sums(of: clusters), w.sums(of: clusters))
    let (sumS, sumT) = (s.columnSums, t.columnSums)
    total = dot(sumS, sumT)
    var sizes = [Double](repeating: 0, count: clusters.count)
    for cluster in clusters.index { sizes[cluster] += 1 }
    self.sizes = sizes
    for cluster in 0..<clusters.count {
      let (a, b) = (s.row(cluster), t.row(cluster))
      withAll.append(dot(a, sumT) + dot(sumS, b))
      own.append(dot(a, b))
    }
  }

  func mean(without cluster: Int?) -> Double {
    let prompts = sizes.reduce(0, +)
    let inside = own.reduce(0, +)
    let pairs = prompts * prompts - sizes.reduce(0) { $0 + $1 * $1 }
    guard let cluster else { return (total - inside) / pairs }
    let size = sizes[cluster]
    return (total - withAll[cluster] + own[cluster] - (inside - own[cluster]))
      / (pairs - 2 * size * (prompts - size))
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}

extension DoubleMatrix {
  fileprivate var columnSums: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for r in 0..<rows {
      for c in 0..<columns { sums[c] += elements[r * columns + c] }
    }
    return sums
  }

  fileprivate var centred: DoubleMatrix {
    let mean = columnSums.map { $0 / Double(max(1, rows)) }
    var result = self
    for r in 0..<rows {
      for c in 0..<columns { result.elements[r * columns + c] -= mean[c] }
    }
    return result
  }

  fileprivate func sums(of clusters: Clusters) -> DoubleMatrix {
    var result = DoubleMatrix(rows: clusters.count, columns: columns)
    for (r, cluster) in clusters.index.enumerated() {
      for c in 0..<columns { result.elements[cluster * columns + c] += elements[r * columns + c] }
    }
    return result
  }
}
