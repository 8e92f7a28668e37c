package import MindstateNumerics

/// `two_sample_auc`: how well a linear probe tells states of a from states of b, as the area under the ROC curve of
/// held-out scores; `two_sample_auc_pc1` … `_pc8` the same within the first principal components.
///
/// The probe is the linear discriminant (μ_b − μ_a)ᵀΣ⁻¹x with Σ the covariance within conditions, shrunk (Ledoit-Wolf).
/// Five folds of clusters: both states of a prompt are in one fold, and means, Σ and components come from the others.
/// Pairs are counted within a fold. 0.5: chance; 1: told apart always. It saturates: a shift of 2 % of the distance
/// between prompts can give 0.97, so it never decides alone. Unchanged by rotation, shift and scale of both; symmetric.
/// No null: a swap of labels would need a fit a draw; `mmd` and `energy_distance` have that test. Interval: A, on
/// per-prompt contributions (`Contributions`), widened by what folds share (`FoldDependence`). Within components there is
/// none: which directions the first ones are hangs on the train prompts, of which finished scores say nothing, and to fit
/// anew for each half of the prompts costs too much. Cost: n·r² + r³/3 a fold, r = min(2n, width), 9·r³ more for
/// components; none above 4,096 dimensions.
package struct TwoSampleProbe: Sendable {
  private let states: PooledCoordinates
  private let folds: Folds

  package init(_ a: Matrix, _ b: Matrix, clusters: Clusters, random: inout RandomStream) throws(Reason) {
    if a.rows < 2 { throw .nBelow2 }
    if clusters.count < 2 { throw .clustersBelow2 }
    let folds: Folds
    do {
      folds = try Folds.grouped(labels: nil, clusters: clusters, count: min(5, clusters.count), random: &random)
    } catch { throw .tooFewPrompts }
    try self.init(a, b, folds: folds)
  }

  /// - Parameter folds: of prompts.
  package init(_ a: Matrix, _ b: Matrix, folds: Folds) throws(Reason) {
    if a.columns > 4096 { throw .widthAbove4096 }
    states = try PooledCoordinates(a, b)
    self.folds = folds
  }

  /// Out-of-fold scores of a's and of b's prompts, for each number of components in `components`; nil is all dimensions.
  package func contributions(_ components: [Int?]) throws(Reason) -> [Contributions] {
    let none = [Double](repeating: 0, count: states.prompts)
    var scores = components.map { _ in (a: none, b: none) }
    for fold in 0..<folds.count {
      let (train, test) = (folds.train(fold), folds.heldOut(fold))
      let (trainA, trainB) = (states.a(train), states.b(train))
      let axes = components.contains { $0 != nil } ? try Self.axes(trainA, trainB, most: components) : nil
      for (index, count) in components.enumerated() {
        let direction = try direction(
          trainA, trainB, axes: count.flatMap { axes?.gatheringRows(0..<min($0, axes?.rows ?? 0)) })
        for (place, score) in zip(test, states.a(test).times(direction).elements) { scores[index].a[place] = score }
        for (place, score) in zip(test, states.b(test).times(direction).elements) { scores[index].b[place] = score }
      }
    }
    return scores.map { Contributions($0.a, $0.b, folds: folds) }
  }

  /// The principal axes of all train states.
  private static func axes(_ a: DoubleMatrix, _ b: DoubleMatrix, most components: [Int?]) throws(Reason) -> DoubleMatrix
  {
    let all = DoubleMatrix(rows: a.rows + b.rows, columns: a.columns, a.elements + b.elements).centred.rows
    let most = min(components.compactMap { $0 }.max() ?? 0, a.columns)
    guard let axes = PrincipalSubspaces.axes(all, most: most, exactly: true) else { throw .noSpread }
    return axes
  }

  /// [coordinates, 1]: what scores are products with.
  private func direction(_ a: DoubleMatrix, _ b: DoubleMatrix, axes: DoubleMatrix?) throws(Reason) -> DoubleMatrix {
    let (x, y) = axes.map { (a.times($0, .transposed), b.times($0, .transposed)) } ?? (a, b)
    let ((meanX, rowsX), (meanY, rowsY)) = (x.centred, y.centred)
    let within = DoubleMatrix(rows: x.rows + y.rows, columns: x.columns, rowsX.elements + rowsY.elements)
    let width = axes == nil ? states.width : x.columns
    guard let covariance = ShrunkCovariance(centred: within, mean: meanX, width: width) else { throw .noSpread }
    let difference = DoubleMatrix(rows: x.columns, columns: 1, zip(meanY, meanX).map(-))
    let weights = covariance.solve(difference)
    return axes.map { $0.transposedTimes(weights) } ?? weights
  }
}

/// The area under the curve as a mean of one value a prompt.
///
/// With V₁ the share of a's held-out scores below b_i (ties half) and V₀ that of b's above a_i, both in prompt i's fold,
/// the value is A + (n_f·n/Σn_f²)·(V₁ + V₀ − 2A): placement values (DeLong et al. 1988), whose sums over clusters give
/// Obuchowski's (1997) variance. Their mean is A, Σ_f wins / Σ_f n_f².
package struct Contributions: Sendable {
  package let values: [Double]
  package let area: Double

  init(_ a: [Double], _ b: [Double], folds: Folds) {
    var placements = [Double](repeating: 0, count: a.count)
    var sizes = placements
    for fold in 0..<folds.count {
      let members = folds.heldOut(fold)
      for i in members {
        sizes[i] = Double(members.count)
        for j in members {
          placements[i] += Self.win(b[i], a[j]) + Self.win(b[j], a[i])
        }
      }
    }
    let pairs = sizes.reduce(0, +)
    let area = placements.reduce(0, +) / (2 * pairs)
    self.area = area
    values = zip(placements, sizes).map { area + Double(a.count) / pairs * ($0 - 2 * $1 * area) }
  }

  private static func win(_ b: Double, _ a: Double) -> Double { b > a ? 1 : b == a ? 0.5 : 0 }

  package func estimate(clusters: Clusters, resamples: Int, random: inout RandomStream) -> Estimate {
    var estimate = Estimate(value: area, n: values.count, clusters: clusters.count)
    if area <= 0 || area >= 1 {
      estimate.reason = .atEndOfScale
    } else if values.allSatisfy({ $0 == area }) {
      estimate.reason = .nothingVaries
    } else if let found = ClusterBootstrap(resamples: resamples).interval(of: values, in: clusters, random: &random) {
      let error = (found.upperBound - found.lowerBound) / (2 * 1.959964)
      estimate.interval = FoldDependence(distance: area - 0.5, standardError: error)
        .widened(min(found.lowerBound, area)...max(found.upperBound, area), around: area, in: 0...1)
      estimate.method = .bcaClusterFolds
    }
    return estimate
  }
}
