import MindstateNumerics

/// The train rows of one fit in 64 bits, less their mean and, if asked, over their sd.
struct ScaledRows {
  /// [rows, width]
  let states: DoubleMatrix
  let labels: [Int]
  let classes: Int
  let scaling: Standardisation

  init(_ set: TrainingSet, rows: [Int], standardised: Bool) {
    let gathered = set.states.gatheringRows(rows)
    let full = Standardisation(of: gathered)
    scaling = standardised ? full : Standardisation(centredOn: full.mean)
    states = scaling.applied(to: gathered)
    labels = rows.map { set.labels[$0] }
    classes = set.classes
  }

  /// [classes, width]
  var classMeans: DoubleMatrix {
    let width = states.columns
    var sums = DoubleMatrix(rows: classes, columns: width)
    for (row, label) in labels.enumerated() {
      for c in 0..<width { sums.elements[label * width + c] += states.elements[row * width + c] }
    }
    let counts = self.counts
    for k in 0..<classes {
      for c in 0..<width { sums.elements[k * width + c] /= max(1, counts[k]) }
    }
    return sums
  }

  /// Prompts of each class.
  var counts: [Double] {
    var counts = [Double](repeating: 0, count: classes)
    for label in labels { counts[label] += 1 }
    return counts
  }

  /// The probe for raw states whose scores on scaled ones are `scores · state + biases`, a row for each class; for two
  /// classes their difference.
  func probe(
    _ kind: ProbeKind, scores: DoubleMatrix, biases: [Double], penalty: Double? = nil
  ) -> FittedProbe {
    if classes != 2 || scores.rows == 1 {
      return scaling.unscaled(kind, classes: classes, scores, biases, penalty: penalty, n: labels.count)
    }
    let difference = DoubleMatrix(rows: 1, columns: scores.columns, zip(scores.row(1), scores.row(0)).map(-))
    return scaling.unscaled(
      kind, classes: 2, difference, [biases[1] - biases[0]], penalty: penalty, n: labels.count)
  }
}

extension Standardisation {
  /// A probe of standardised states as one of raw states.
  func unscaled(
    _ kind: ProbeKind, classes: Int, _ weights: DoubleMatrix, _ biases: [Double], penalty: Double?, n: Int,
    convergence: FittedProbe.Convergence? = nil
  ) -> FittedProbe {
    let (raw, shifted) = rawWeights(weights, biases: biases)
    return FittedProbe(
      kind: kind, classes: classes, weights: raw, biases: shifted, penalty: penalty, n: n, convergence: convergence)
  }

  /// Weights and intercepts for raw states: w/scale and b − w·mean/scale.
  func rawWeights(_ weights: DoubleMatrix, biases: [Double]) -> (DoubleMatrix, [Double]) {
    var (raw, shifted) = (weights, biases)
    for k in 0..<weights.rows {
      for c in 0..<weights.columns {
        let w = weights.elements[k * weights.columns + c] / scale[c]
        raw.elements[k * weights.columns + c] = w
        shifted[k] -= w * mean[c]
      }
    }
    return (raw, shifted)
  }
}

extension SplitFitter {
  /// The fit on all prompts of `states`.
  func fittedAlone(
    _ states: Matrix, labels: [Int], classes: Int, penalty: Double?
  ) throws(ProbeError) -> FittedProbe {
    let set = try TrainingSet(states, labels: labels, classes: classes)
    try set.requireAllClasses(in: Array(labels.indices), withoutFold: nil)
    return try fitted(set, trains: [Array(labels.indices)], penalties: [[penalty]])[0][0]
  }
}
