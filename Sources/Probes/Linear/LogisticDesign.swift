import MindstateNumerics

/// What all fits of a layer read: the states once, centred and scaled over all prompts so that 32 bits hold them well,
/// and for each train part which rows it takes and how far its own mean and scale are from the common ones.
///
/// Rows are sorted by the set of train parts that they belong to (a *cell*) and by class, so that membership and weight
/// are constant over a run of rows.
struct LogisticDesign {
  /// A range of rows with one class and one set of train parts.
  struct Run {
    let rows: Range<Int>
    let label: Int
    /// By train part.
    let member: [Bool]
  }

  /// A train part.
  struct Split {
    /// Mean and scale of its rows of `states`; 0 and 1 where states are not to be standardised again.
    let mean: [Double]
    let scale: [Double]
    /// Of a prompt of each class.
    let classWeights: [Double]
    /// Sum of the weights of its prompts.
    let totalWeight: Double
  }

  /// [rows, width], sorted by run.
  let states: Matrix
  let runs: [Run]
  let splits: [Split]
  let classes: Int
  /// What was subtracted from and multiplied to the raw states.
  private let mean: [Double]
  private let factor: [Double]

  /// Rows of weights of one fit.
  var outputs: Int { classes == 2 ? 1 : classes }

  init(_ set: TrainingSet, trains: [[Int]], balance: ClassBalance, standardised: Bool) {
    let (order, runs) = Self.sorted(labels: set.labels, trains: trains)
    let used = set.states.gatheringRows(order)
    let common = ColumnMoments(of: used)
    mean = common.mean
    factor = standardised ? common.scale.map { 1 / $0 } : common.scale.map { _ in 1 }
    let scaled = used.scaled(rows: Array(0..<used.rows), subtracting: mean, times: factor)
    states = scaled
    self.runs = runs
    classes = set.classes

    let cells = Self.runsByCell(runs)
    let moments = cells.map { ColumnMoments(of: scaled[rows: $0.rows]) }
    splits = trains.enumerated().map { split, train in
      let own = ColumnMoments(joining: zip(moments, cells).filter { $0.1.member[split] }.map(\.0))
      return Split(
        mean: own.mean, scale: standardised ? own.scale : own.scale.map { _ in 1 }, balance: balance,
        counts: set.counts(of: train))
    }
  }

  /// States that are scaled already, all of them one train part.
  init(rowSpace states: Matrix, labels: [Int], classes: Int, balance: ClassBalance) {
    let (order, runs) = Self.sorted(labels: labels, trains: [Array(labels.indices)])
    self.states = states.gatheringRows(order)
    self.runs = runs
    self.classes = classes
    let zeros = [Double](repeating: 0, count: states.columns)
    let ones = [Double](repeating: 1, count: states.columns)
    (mean, factor) = (zeros, ones)
    var counts = [Int](repeating: 0, count: classes)
    for label in labels { counts[label] += 1 }
    splits = [Split(mean: zeros, scale: ones, balance: balance, counts: counts)]
  }

  /// Weights of raw states from those of states in the units of `split`.
  func unscaled(_ weights: DoubleMatrix, _ biases: [Double], split: Split) -> (DoubleMatrix, [Double]) {
    var (raw, shifted) = (weights, biases)
    for k in 0..<weights.rows {
      for c in 0..<weights.columns {
        let local = weights[k, c] / split.scale[c]
        let w = local * factor[c]
        raw[k, c] = w
        shifted[k] -= local * split.mean[c] + w * mean[c]
      }
    }
    return (raw, shifted)
  }

  /// The rows in any train part, sorted by membership and class, and their runs.
  private static func sorted(labels: [Int], trains: [[Int]]) -> ([Int], [Run]) {
    var member = [[Bool]](repeating: [Bool](repeating: false, count: trains.count), count: labels.count)
    for (split, train) in trains.enumerated() {
      for row in train { member[row][split] = true }
    }
    var cells: [[Bool]: Int] = [:]
    for m in member where cells[m] == nil { cells[m] = cells.count }
    let order = labels.indices.filter { member[$0].contains(true) }.sorted {
      (cells[member[$0]] ?? 0, labels[$0], $0) < (cells[member[$1]] ?? 0, labels[$1], $1)
    }
    var runs: [Run] = []
    var start = 0
    for i in order.indices {
      let row = order[i]
      let ends = i + 1 == order.count || labels[order[i + 1]] != labels[row] || member[order[i + 1]] != member[row]
      if ends {
        runs.append(Run(rows: start..<i + 1, label: labels[row], member: member[row]))
        start = i + 1
      }
    }
    return (order, runs)
  }

  /// Neighbouring runs of one membership as one.
  private static func runsByCell(_ runs: [Run]) -> [Run] {
    runs.reduce(into: []) { cells, run in
      if let last = cells.last, last.member == run.member {
        cells[cells.count - 1] = Run(rows: last.rows.lowerBound..<run.rows.upperBound, label: 0, member: run.member)
      } else {
        cells.append(run)
      }
    }
  }
}

extension LogisticDesign.Split {
  fileprivate init(mean: [Double], scale: [Double], balance: ClassBalance, counts: [Int]) {
    let weights = balance.weights(counts: counts)
    self.init(
      mean: mean, scale: scale, classWeights: weights,
      totalWeight: zip(counts, weights).reduce(0) { $0 + Double($1.0) * $1.1 })
  }
}
