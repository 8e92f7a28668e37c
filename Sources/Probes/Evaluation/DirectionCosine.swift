import MindstateNumerics

/// How alike two directions are, as written in `directions.csv`.
///
/// `probe_cosine` = wᵀΣv / √(wᵀΣw · vᵀΣv) with Σ the covariance of the states that b is fitted on (the test condition, at
/// b's layer; arXiv 2606.19603): the correlation of the two probes' scores there, −1 … 1, and unchanged by any
/// invertible linear map of the states, which `cosine` is not. Noise in either direction draws both towards 0, so a low
/// value may be a weak probe: read it beside the accuracies.
public struct DirectionCosine: Sendable, Equatable {
  /// One side.
  public struct Side: Sendable, Equatable {
    public var condition: String
    public var target: String
    public var layer: Int
    /// The class whose direction this is; of two classes the second.
    public var label: String
  }

  public var a: Side
  /// Its condition and layer give Σ.
  public var b: Side
  public var probe: ProbeKind
  public var site: String
  public var position: String
  /// nil where a direction is 0.
  public var cosine: Double?
  /// nil where the states do not vary along a direction.
  public var probeCosine: Double?
  /// Prompts in Σ.
  public var prompts: Int
  public var reason: Reason?
}

extension DirectionCosine {
  /// All pairs that differ in one respect: condition, layer or target. With several classes, equal ones are compared;
  /// between targets, each with each.
  static func all(
    _ directions: [ProbeDirection], plan: ProbePlan, workers: Workers
  ) throws(ProbeSweepError) -> [DirectionCosine] {
    let places = directions.flatMap { direction in
      direction.layers.indices.map { Vector(direction: direction, place: $0) }
    }
    let rows = try workers.results(places.count) { index throws(ProbeSweepError) in
      try cosines(with: places[index], directions, plan)
    }
    return rows.flatMap { $0 }
  }

  /// A layer of a direction.
  private struct Vector: Sendable {
    let direction: ProbeDirection
    let place: Int

    var key: ProbeDirection.Key { direction.key }
    var layer: Int { direction.layers[place] }
    var weights: DoubleMatrix { direction.weights[place] }

    func side(_ row: Int) -> Side {
      Side(condition: key.condition, target: key.target, layer: layer, label: direction.name(of: row))
    }

    /// Whether `other` differs in condition, layer or target, in one of them only.
    func isNeighbour(of other: Vector) -> Bool {
      let (a, b) = (key, other.key)
      guard a.probe == b.probe, a.site == b.site, a.position == b.position else { return false }
      let differences = [a.condition != b.condition, a.target != b.target, layer != other.layer]
      return differences.count { $0 } == 1 && weights.columns == other.weights.columns
    }
  }

  private static func cosines(
    with b: Vector, _ directions: [ProbeDirection], _ plan: ProbePlan
  ) throws(ProbeSweepError) -> [DirectionCosine] {
    let partners = directions.flatMap { direction in
      direction.layers.indices.map { Vector(direction: direction, place: $0) }
    }.filter { $0.isNeighbour(of: b) }
    guard !partners.isEmpty,
      let condition = plan.comparison.conditions.firstIndex(where: { $0.name == b.key.condition }),
      let target = plan.targets.first(where: { $0.name == b.key.target })
    else { return [] }
    let cell = ComparisonPlan.Cell(position: b.key.position, site: b.key.site, layer: b.layer)
    let states = try plan.states(of: condition, at: cell, target)
    let own = CentredScores(b.weights, states)
    return partners.flatMap { a in
      let scores = CentredScores(a.weights, states)
      return pairs(a, b).map { row, other in
        var result = DirectionCosine(
          a: a.side(row), b: b.side(other), probe: b.key.probe, site: b.key.site, position: b.key.position,
          cosine: Self.cosine(a.weights.row(row), b.weights.row(other)),
          probeCosine: Self.cosine(scores.row(row), own.row(other)), prompts: states.rows)
        if result.cosine == nil || result.probeCosine == nil { result.reason = .zeroNorm }
        return result
      }
    }
  }

  /// Rows of a and b to compare.
  private static func pairs(_ a: Vector, _ b: Vector) -> [(Int, Int)] {
    if a.key.target == b.key.target { return (0..<min(a.weights.rows, b.weights.rows)).map { ($0, $0) } }
    return (0..<a.weights.rows).flatMap { row in (0..<b.weights.rows).map { (row, $0) } }
  }

  private static func cosine(_ x: [Double], _ y: [Double]) -> Double? {
    func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let scale = (product(x, x) * product(y, y)).squareRoot()
    return scale > 0 ? min(1, max(-1, product(x, y) / scale)) : nil
  }

  /// Scores of all prompts along each direction, less their mean.
  private struct CentredScores {
    private let scores: DoubleMatrix

    init(_ weights: DoubleMatrix, _ states: Matrix) {
      var scores = weights.times(DoubleMatrix(states), .transposed)  // [directions, prompts]
      for row in 0..<scores.rows {
        let mean = scores.row(row).mean
        for column in 0..<scores.columns { scores[row, column] -= mean }
      }
      self.scores = scores
    }

    func row(_ index: Int) -> [Double] { scores.row(index) }
  }
}
