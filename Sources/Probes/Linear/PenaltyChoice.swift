import MindstateNumerics

/// The penalty that does best on the inner folds, for each outer fold.
struct PenaltyChoice {
  /// For each outer fold.
  let chosen: [Double?]

  init(_ set: TrainingSet, folds: Folds, fitter: any SplitFitter, grid: [Double]) throws(ProbeError) {
    guard folds.count >= 3 else { throw .tooFewFoldsToChoose(folds: folds.count, penalties: grid.count) }
    var pairs: [(Int, Int)] = []
    for a in 0..<folds.count {
      for b in a + 1..<folds.count { pairs.append((a, b)) }
    }
    let trains = pairs.map { pair in
      folds.assignment.indices.filter { folds.assignment[$0] != pair.0 && folds.assignment[$0] != pair.1 }
    }
    for (pair, train) in zip(pairs, trains) { try set.requireAllClasses(in: train, withoutFold: pair.0) }
    let probes = try fitter.fitted(set, trains: trains, penalties: trains.map { _ in grid })

    // loss[outer][penalty], over the prompts of all inner folds
    var loss = [[Double]](repeating: [Double](repeating: 0, count: grid.count), count: folds.count)
    let held = (0..<folds.count).map(folds.heldOut)
    let states = held.map { set.states.gatheringRows($0) }
    for (pair, fits) in zip(pairs, probes) {
      for (p, probe) in fits.enumerated() {
        loss[pair.0][p] += try InnerScore.loss(probe, states[pair.1], labels: held[pair.1].map { set.labels[$0] })
        loss[pair.1][p] += try InnerScore.loss(probe, states[pair.0], labels: held[pair.0].map { set.labels[$0] })
      }
    }
    chosen = loss.map { losses in
      grid[losses.indices.min { losses[$0] < losses[$1] || (losses[$0] == losses[$1] && $0 < $1) } ?? 0]
    }
  }
}

/// By what a penalty is judged on held-out prompts: log-loss where the probe has probabilities, else squared error of
/// the scores against ±1 indicators.
enum InnerScore {
  /// Summed over the prompts.
  static func loss(_ probe: FittedProbe, _ states: Matrix, labels: [Int]) throws(ProbeError) -> Double {
    let logits = try probe.logits(states)
    var sum = 0.0
    for (row, label) in labels.enumerated() {
      let scores = logits.row(row)
      sum += probe.kind.hasProbabilities ? logLoss(scores, label: label) : squaredError(scores, label: label)
    }
    return sum
  }

  private static func logLoss(_ scores: [Double], label: Int) -> Double { logSumExp(scores) - scores[label] }

  private static func squaredError(_ scores: [Double], label: Int) -> Double {
    if scores.count == 2 {
      let error = scores[1] - (label == 1 ? 1 : -1)
      return error * error
    }
    return scores.indices.reduce(0) { sum, k in
      let error = scores[k] - (k == label ? 1 : -1)
      return sum + error * error
    }
  }
}
