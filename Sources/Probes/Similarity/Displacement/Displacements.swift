package import MindstateNumerics

/// The displacements of two conditions from a reference, t = a − reference and w = b − reference, as the sums that the
/// metrics need: products between clusters, and lengths by prompt.
///
/// A product of two mean displacements is taken between prompts of *different* clusters only, so that noise which a
/// prompt shares with itself, or with its cluster, does not count as agreement. That is what averaging the product
/// ⟨mean of one half, mean of the other⟩ over all splits of the clusters in halves tends to, in closed form: no split
/// is drawn. Unchanged by rotating and shifting all conditions alike. 64-bit sums. Cost: prompts × width.
package struct Displacements: Sendable {
  package let clusters: Clusters
  /// ⟨t, t⟩, ⟨w, w⟩ and ⟨t, w⟩ between clusters.
  private(set) var tt: ProductsBetweenClusters
  private(set) var ww: ProductsBetweenClusters
  private(set) var tw: ProductsBetweenClusters
  /// By prompt: ‖t‖² and ‖w − t‖²; then the same with the mean over prompts removed from t and w; and with it ‖w‖² and
  /// ⟨t, w⟩.
  private(set) var squares: [Double]
  private(set) var gaps: [Double]
  private(set) var ownSquares: [Double]
  private(set) var ownGaps: [Double]
  private(set) var ownSquaresW: [Double]
  private(set) var ownDots: [Double]

  /// - Parameters:
  ///   - a: [prompts, width], the tuned side; b: the wrapper's; reference: where both start. Row by row the same prompts.
  package init(_ a: Matrix, _ b: Matrix, from reference: Matrix, clusters: Clusters) {
    precondition(a.rows == b.rows && a.rows == reference.rows && a.rows == clusters.index.count)
    precondition(a.columns == b.columns && a.columns == reference.columns)
    self.init(clusters)
    a.forEachColumnBlock { range, block in
      let start = DoubleMatrix(reference[columns: range])
      add(block.minus(start), DoubleMatrix(b[columns: range]).minus(start))
    }
  }

  /// - Parameters:
  ///   - t: [prompts, width], displacements; w: those of the other side.
  package init(_ t: DoubleMatrix, _ w: DoubleMatrix, clusters: Clusters) {
    precondition(t.rows == w.rows && t.columns == w.columns && t.rows == clusters.index.count)
    self.init(clusters)
    add(t, w)
  }

  private init(_ clusters: Clusters) {
    self.clusters = clusters
    let zeros = [Double](repeating: 0, count: clusters.index.count)
    (squares, gaps, ownSquares, ownGaps, ownSquaresW, ownDots) = (zeros, zeros, zeros, zeros, zeros, zeros)
    let none = ProductsBetweenClusters(clusters)
    (tt, ww, tw) = (none, none, none)
  }

  /// Adds the share of some dimensions.
  private mutating func add(_ t: DoubleMatrix, _ w: DoubleMatrix) {
    addLengths(t, w)
    let (s, u) = (t.sums(of: clusters), w.sums(of: clusters))
    tt.add(s, s)
    ww.add(u, u)
    tw.add(s, u)
  }

  private mutating func addLengths(_ t: DoubleMatrix, _ w: DoubleMatrix) {
    let (meanT, meanW) = (t.columnMeans, w.columnMeans)
    for r in 0..<t.rows {
      for c in 0..<t.columns {
        let (x, y) = (t.elements[r * t.columns + c], w.elements[r * t.columns + c])
        let (ownX, ownY) = (x - meanT[c], y - meanW[c])
        squares[r] += x * x
        gaps[r] += (y - x) * (y - x)
        ownSquares[r] += ownX * ownX
        ownSquaresW[r] += ownY * ownY
        ownGaps[r] += (ownY - ownX) * (ownY - ownX)
        ownDots[r] += ownX * ownY
      }
    }
  }
}

/// Products of two sets of displacements between prompts of different clusters, with any one cluster left out.
struct ProductsBetweenClusters: Sendable {
  private let sizes: [Double]
  private var total = 0.0
  /// By cluster: ⟨S_c, T⟩ + ⟨S, T_c⟩ and ⟨S_c, T_c⟩, S and T being sums over all prompts.
  private var withAll: [Double]
  private var own: [Double]

  init(_ clusters: Clusters) {
    var sizes = [Double](repeating: 0, count: clusters.count)
    for cluster in clusters.index { sizes[cluster] += 1 }
    self.sizes = sizes
    withAll = sizes.map { _ in 0 }
    own = withAll
  }

  /// Adds the share of some dimensions. s, t: [clusters, dimensions], sums over the prompts of each.
  mutating func add(_ s: DoubleMatrix, _ t: DoubleMatrix) {
    let (allS, allT) = (s.columnTotals, t.columnTotals)
    for k in allS.indices { total += allS[k] * allT[k] }
    for c in 0..<s.rows {
      for k in 0..<s.columns {
        let (x, y) = (s.elements[c * s.columns + k], t.elements[c * s.columns + k])
        withAll[c] += x * allT[k] + allS[k] * y
        own[c] += x * y
      }
    }
  }

  /// The mean product over pairs of prompts from different clusters; nil where there are none.
  func mean(without cluster: Int? = nil) -> Double? {
    let prompts = sizes.reduce(0, +)
    var sum = total - own.reduce(0, +)
    var pairs = prompts * prompts - sizes.reduce(0) { $0 + $1 * $1 }
    if let cluster {
      sum += 2 * own[cluster] - withAll[cluster]
      pairs -= 2 * sizes[cluster] * (prompts - sizes[cluster])
    }
    return pairs > 0.5 ? sum / pairs : nil
  }
}

extension DoubleMatrix {
  func minus(_ other: DoubleMatrix) -> DoubleMatrix {
    var result = self
    for i in elements.indices { result.elements[i] -= other.elements[i] }
    return result
  }

  /// All 0 for a matrix without rows.
  fileprivate var columnMeans: [Double] { columnTotals.map { $0 / Double(max(1, rows)) } }

  fileprivate func sums(of clusters: Clusters) -> DoubleMatrix {
    var result = DoubleMatrix(rows: clusters.count, columns: columns)
    for (r, cluster) in clusters.index.enumerated() {
      for c in 0..<columns { result.elements[cluster * columns + c] += elements[r * columns + c] }
    }
    return result
  }
}
