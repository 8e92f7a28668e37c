#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import MindstateNumerics

/// Contrast-consistent search (Burns et al. 2022, arXiv 2212.03827, section 2.2): a probe found without labels from
/// pairs of a statement and its negation, whose probabilities add to 1 and are not both ½.
///
/// Each side is standardised by its own train mean and sd, so that what tells the sides apart is no clue. Minimises the
/// mean of (p⁺ − (1 − p⁻))² + min(p⁺, p⁻)², with p = σ(w·x + b), from several random starts; the least loss is
/// kept. The function is not convex and its minima need not be about truth: compare `losses`, and with another probe.
public struct ContrastConsistentSearch: Sendable {
  public var restarts: Int
  public var seed: UInt64
  public var maximumIterations: Int

  public init(restarts: Int = 10, seed: UInt64 = 0, maximumIterations: Int = 500) {
    self.restarts = restarts
    self.seed = seed
    self.maximumIterations = maximumIterations
  }

  /// What was found.
  public struct Fitted: Sendable {
    /// In standardised units, signed so that high means class 1.
    public let weights: [Double]
    public let bias: Double
    /// Loss of the kept start; 0 is consistent and sure, 0.25 is p = ½ throughout.
    public let loss: Double
    /// Of every start.
    public let losses: [Double]
    let first: Standardisation
    let second: Standardisation

    /// ½(p⁺ + 1 − p⁻) for each pair: the probability of class 1.
    public func probabilities(_ first: Matrix, _ second: Matrix) throws(ProbeError) -> [Double] {
      try ContrastConsistentSearch.check(first, second)
      guard first.columns == weights.count else { throw .widthsDiffer(states: first.columns, probe: weights.count) }
      let a = self.first.applied(to: first)
      let b = self.second.applied(to: second)
      return (0..<first.rows).map { row in
        let p = logistic(Vector.dot(a.row(row), weights) + bias)
        return (p + 1 - logistic(Vector.dot(b.row(row), weights) + bias)) / 2
      }
    }
  }

  /// - Parameters:
  ///   - first: the states of the statements, [pairs, width]; `second` those of their negations.
  ///   - labels: 1 where the statement of the train pair holds, else 0: only the sign is taken from them.
  public func fitted(_ first: Matrix, _ second: Matrix, labels: [Int]) throws(ProbeError) -> Fitted {
    try Self.check(first, second)
    guard labels.count == first.rows else { throw .labelsDoNotMatch(labels: labels.count, prompts: first.rows) }
    let scalings = (Standardisation(of: first), Standardisation(of: second))
    if scalings.0.isConstant || scalings.1.isConstant { throw .noSpread }
    let objective = ContrastLoss(
      first: scalings.0.applied(to: first),
      second: scalings.1.applied(to: second))
    let fits = (0..<max(1, restarts)).map { start in
      var random = RandomStream(seed: seed, name: "contrast-consistent search, start \(start)")
      return objective.minimised(from: &random, iterations: maximumIterations)
    }
    let best = fits.min { $0.loss < $1.loss } ?? fits[0]
    let sign: Double = objective.agreement(best.point, labels: labels) < 0.5 ? -1 : 1
    return Fitted(
      weights: best.point.dropLast().map { sign * $0 }, bias: sign * (best.point.last ?? 0), loss: best.loss,
      losses: fits.map(\.loss), first: scalings.0, second: scalings.1)
  }

  fileprivate static func check(_ first: Matrix, _ second: Matrix) throws(ProbeError) {
    guard first.rows > 0 else { throw .noPrompts }
    guard first.rows == second.rows else { throw .pairsDoNotMatch(first: first.rows, second: second.rows) }
    guard first.columns == second.columns else {
      throw .widthsDiffer(states: second.columns, probe: first.columns)
    }
    for row in 0..<first.rows where !(first.squaredNorm(row) + second.squaredNorm(row)).isFinite {
      throw .notFinite(prompt: row)
    }
  }
}

/// The loss of contrast-consistent search on standardised pairs.
package struct ContrastLoss: Sendable {
  package let first: DoubleMatrix
  package let second: DoubleMatrix

  package init(first: DoubleMatrix, second: DoubleMatrix) {
    self.first = first
    self.second = second
  }

  /// Loss and gradient at `point`: weights and, at the end, the intercept.
  package func evaluated(_ point: [Double]) -> (loss: Double, gradient: [Double]) {
    let n = Double(first.rows)
    var gradient = [Double](repeating: 0, count: point.count)
    var loss = 0.0
    let (a, b) = (scores(first, point), scores(second, point))
    for row in a.indices {
      let (p, q) = (logistic(a[row]), logistic(b[row]))
      let consistency = p + q - 1
      loss += (consistency * consistency + min(p, q) * min(p, q)) / n
      let byP = (2 * consistency + (p <= q ? 2 * p : 0)) * p * (1 - p) / n
      let byQ = (2 * consistency + (p <= q ? 0 : 2 * q)) * q * (1 - q) / n
      for c in 0..<first.columns { gradient[c] += byP * first[row, c] + byQ * second[row, c] }
      gradient[first.columns] += byP + byQ
    }
    return (loss, gradient)
  }

  /// From a random direction of length 1, scaled so that the scores have sd about 1.
  func minimised(from random: inout RandomStream, iterations: Int) -> (point: [Double], loss: Double) {
    var start = (0..<first.columns).map { _ in random.normals().0 }
    let length = Vector.dot(start, start).squareRoot()
    start = start.map { $0 / length } + [0]
    var search = QuasiNewton(start: start)
    var best = (point: start, loss: Double.infinity)
    for _ in 0..<iterations {
      let point = search.trial
      let (loss, gradient) = evaluated(point)
      if search.observe(value: loss, gradient: gradient), loss < best.loss { best = (point, loss) }
      if search.stalled || gradient.allSatisfy({ abs($0) < 1e-8 }) { break }
    }
    return best
  }

  /// Share of pairs that are on the side which their label says.
  func agreement(_ point: [Double], labels: [Int]) -> Double {
    let (a, b) = (scores(first, point), scores(second, point))
    let hits = labels.indices.count { (logistic(a[$0]) > logistic(b[$0])) == (labels[$0] == 1) }
    return Double(hits) / Double(max(1, labels.count))
  }

  private func scores(_ states: DoubleMatrix, _ point: [Double]) -> [Double] {
    let weights = DoubleMatrix(rows: 1, columns: states.columns, Array(point.dropLast()))
    return states.times(weights, .transposed).elements.map { $0 + (point.last ?? 0) }
  }
}

private func logistic(_ z: Double) -> Double { z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)) }
