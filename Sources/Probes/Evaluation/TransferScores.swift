import MindstateNumerics

/// What the probes of one condition say of another's held-out prompts, as they are and after the train prompts' mean of
/// the second has been moved onto that of the first.
///
/// Scores are linear, so a moved mean is a constant added to the logits of a fold:
/// W(x + μ_a − μ_b) + c = (Wx + c) + W(μ_a − μ_b), the difference of the mean logits of both conditions' train prompts.
struct TransferScores {
  let plain: ScoredPrompts
  let recentred: ScoredPrompts

  init(_ out: OutOfFold, _ target: ProbePlan.Target, from a: Matrix, to b: Matrix) throws(ProbeError) {
    let classes = target.classes.count
    var plain = DoubleMatrix(rows: target.labels.count, columns: classes)
    var recentred = plain
    for (fold, probe) in out.probes.enumerated() {
      let (own, other) = (try probe.logits(a), try probe.logits(b))
      let train = target.folds.train(fold)
      let shift = (0..<classes).map { k in
        train.reduce(0) { $0 + own[$1, k] - other[$1, k] } / Double(max(1, train.count))
      }
      for row in target.folds.heldOut(fold) {
        for k in 0..<classes {
          plain[row, k] = other[row, k]
          recentred[row, k] = other[row, k] + shift[k]
        }
      }
    }
    let isProbabilistic = out.probes.first?.kind.hasProbabilities ?? false
    func scored(_ logits: DoubleMatrix) -> ScoredPrompts {
      ScoredPrompts(
        logits: logits, labels: target.labels, folds: target.folds.assignment, isProbabilistic: isProbabilistic)
    }
    self.plain = scored(plain)
    self.recentred = scored(recentred)
  }
}
