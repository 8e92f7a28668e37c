import MindstateNumerics

/// The penalty that does best on the inner folds, for each outer fold.
///
/// Where a class is in two folds only, the train part without both has none of it. Such a pair is left out of the choice
/// of its two outer folds, which then rests on the other inner folds; all prompts are still scored.
struct PenaltyChoice {
  /// For each outer fold.
  let chosen: [Double?]

  init(_ set: TrainingSet, folds: Folds, fitter: any SplitFitter, grid: [Double]) throws(ProbeError) {
    guard folds.count >= 3 else { throw .tooFewFoldsToChoose(folds: folds.count, penalties: grid.count) }
    let pairs = Self.pairs(of: folds, labels: set.labels, classes: set.classes)
    for outer in 0..<folds.count where !pairs.contains(where: { $0.0 == outer || $0.1 == outer }) {
      throw .noInnerFold(fold: outer, folds: folds.count)
    }
    let trains = pairs.map { pair in
      folds.assignment.indices.filter { folds.assignment[$0] != pair.0 && folds.assignment[$0] != pair.1 }
    }
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

extension PenaltyChoice {
  /// The pairs of folds without which every class still has a prompt.
  static func pairs(of folds: Folds, labels: [Int], classes: Int) -> [(Int, Int)] {
    var prompts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: folds.count)
    for (label, fold) in zip(labels, folds.assignment) { prompts[fold][label] += 1 }
    let totals = (0..<classes).map { label in prompts.reduce(0) { $0 + $1[label] } }
    var pairs: [(Int, Int)] = []
    for a in 0..<folds.count {
      for b in a + 1..<folds.count
      where totals.indices.allSatisfy({ totals[$0] > prompts[a][$0] + prompts[b][$0] }) { pairs.append((a, b)) }
    }
    return pairs
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
