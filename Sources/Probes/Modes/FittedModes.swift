import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mode probe of one site, layer and position: for each fold of prompts a multinomial logistic regression, fitted
/// on the states of all modes of the other prompts; and its controls.
///
/// Modes weigh alike however many conditions they have. All states of a prompt, and of a cluster of prompts, are in one
/// fold, so no prompt is scored by a probe that saw it under any condition.
struct FittedModes {
  private let prompts: Int
  /// By fold.
  private let probes: [FittedProbe]
  private let foldOfPrompt: [Int]
  /// [fitted conditions × prompts, modes], condition by condition.
  private let fittedLogits: DoubleMatrix
  private let modes: Int
  let accuracy: Double
  let controlAccuracy: Double
  let calibrationError: Double

  /// Weak to strong; the choice is made inside each train part.
  private static let penalties = [1e-3, 1e-1]

  init(_ plan: ModePlan, _ states: [Matrix], at cell: ComparisonPlan.Cell) throws(ProbeError) {
    let prompts = plan.comparison.promptIDs.count
    let modes = plan.question.modes.count
    let labels = plan.modeOfFitted.flatMap { [Int](repeating: $0, count: prompts) }
    let place = "\(cell.site)\u{1f}\(cell.layer)\u{1f}\(cell.position)"
    let folds = try Self.folds(of: plan)
    let settings = ProbeSettings(kind: .logistic, penalties: Self.penalties, balance: .balanced)
    let rows = Matrix(stacking: states)
    if Standardisation(of: rows).isConstant { throw .noSpread }
    let repeated = Folds(assignment: states.flatMap { _ in folds.assignment }, count: folds.count)
    let result = try crossValidated(settings, states: rows, labels: labels, classes: modes, folds: repeated)

    var swap = RandomStream(seed: plan.question.seed, name: "modes control\u{1f}\(place)")
    let swapped = Self.swappedWithinPrompts(labels, prompts: prompts, random: &swap)
    let control = try crossValidated(settings, states: rows, labels: swapped, classes: modes, folds: repeated)

    self.prompts = prompts
    self.modes = modes
    probes = result.probes
    foldOfPrompt = folds.assignment
    fittedLogits = result.logits
    accuracy = Self.balancedAccuracy(result.logits, labels)
    controlAccuracy = Self.balancedAccuracy(control.logits, swapped)
    calibrationError = Self.calibrationError(result.logits, labels)
  }

  /// The same at every place, so that layers can be compared.
  static func folds(of plan: ModePlan) throws(ProbeError) -> Folds {
    var random = RandomStream(seed: plan.question.seed, name: "modes folds")
    let folds = try Folds.grouped(
      labels: nil, clusters: plan.comparison.clusters, count: plan.question.folds, random: &random)
    // The penalty is chosen inside each train part.
    if folds.count < 3 { throw .tooFewFoldsToChoose(folds: folds.count, penalties: penalties.count) }
    return folds
  }

  /// [prompts, modes]: the fitted condition `index`, out of fold.
  func outOfFold(fitted index: Int) -> DoubleMatrix {
    fittedLogits.gatheringRows(index * prompts..<(index + 1) * prompts)
  }

  /// [prompts, modes]: another condition, each prompt by the probe that was fitted without it.
  func logits(of states: Matrix) throws(ProbeError) -> DoubleMatrix {
    var result = DoubleMatrix(rows: prompts, columns: modes)
    for (fold, probe) in probes.enumerated() {
      let rows = foldOfPrompt.indices.filter { foldOfPrompt[$0] == fold }
      let scores = try probe.logits(states.gatheringRows(rows))
      for (i, row) in rows.enumerated() {
        result.elements.replaceSubrange(row * modes..<(row + 1) * modes, with: scores.row(i))
      }
    }
    return result
  }

  /// The labels of each prompt's states in random order: what a probe then still tells is the prompt, not the mode.
  static func swappedWithinPrompts(_ labels: [Int], prompts: Int, random: inout RandomStream) -> [Int] {
    let conditions = labels.count / max(1, prompts)
    var swapped = labels
    for prompt in 0..<prompts {
      for (to, from) in random.permutation(of: conditions).enumerated() {
        swapped[to * prompts + prompt] = labels[from * prompts + prompt]
      }
    }
    return swapped
  }

  /// Mean over classes of the share of their rows put right.
  private static func balancedAccuracy(_ logits: DoubleMatrix, _ labels: [Int]) -> Double {
    let predicted = FittedProbe.classes(of: logits)
    let shares = Set(labels).sorted().map { label in
      let members = labels.indices.filter { labels[$0] == label }
      return Double(members.count { predicted[$0] == label }) / Double(members.count)
    }
    return shares.mean
  }

  /// Σ over ten bins of the top probability: share of rows × |accuracy − mean top probability| (Guo 2017, eq. 3).
  private static func calibrationError(_ logits: DoubleMatrix, _ labels: [Int]) -> Double {
    let predicted = FittedProbe.classes(of: logits)
    var bins = [(rows: Int, right: Double, confidence: Double)](repeating: (0, 0, 0), count: 10)
    for (r, label) in labels.enumerated() {
      let row = logits.row(r)
      let top = exp(row[predicted[r]] - row.logSumExp)
      let bin = min(9, Int(top * 10))
      bins[bin].rows += 1
      bins[bin].right += predicted[r] == label ? 1 : 0
      bins[bin].confidence += top
    }
    return bins.reduce(0) { $0 + abs($1.right - $1.confidence) } / Double(max(1, labels.count))
  }
}

extension Array<Double> {
  /// ln Σ exp, without overflow; −∞ for an empty array.
  var logSumExp: Double {
    guard let top = self.max() else { return -.infinity }
    return top + log(reduce(0) { $0 + exp($1 - top) })
  }
}
