import MindstateModel
import MindstateNumerics
import MindstateProbes
import MindstateStore

extension SweepPlan {
  static func checkMetrics(_ file: SweepFile) throws(SweepError) {
    try check([file.verdictMetric], "verdict", VerdictMetric.allCases.map(\.rawValue), file)
    if case .named(let names) = file.metrics {
      try check(names, "metrics", Metric.allCases.map(\.rawValue), file)
    }
    try check(file.probes.flatMap(\.probes), "probes", ProbeKind.allCases.map(\.rawValue), file)
  }

  private static func check(
    _ names: [String], _ key: String, _ known: [String], _ file: SweepFile
  ) throws(SweepError) {
    for name in names where !known.contains(name) {
      let nearest = nearestName(to: name, in: known).map { "; did you mean \"\($0)\"?" }
      throw .badValue(
        file.place(key), key: key, found: "\"\(name)\"",
        needed: "one of \(known.joined(separator: ", "))\(nearest ?? "")")
    }
  }

  /// Labels that probes are to read must be there.
  private func checkLabels() throws(SweepError) {
    var known: [String] = []
    for prompt in prompts.prompts { known += prompt.labels.map(\.name).filter { !known.contains($0) } }
    for probe in file.probes {
      try Self.check(probe.targets, "probes", known, file)
      try Self.check(probe.numbers + probe.classes, "probes", probe.targets, file)
      if let control = probe.control, control != "group" { try Self.check([control], "probes", known, file) }
    }
  }

  /// What can be seen without feeding a prompt.
  func check() throws {
    if answeringCondition != nil, Self.distinct(file.pairs.map(\.x)).count > 1 {
      throw SweepError.severalAnswers(file.place("answers"), tuned: Self.distinct(file.pairs.map(\.x)))
    }
    if let name = answeringCondition, let condition = condition(name), !isText(under: condition) {
      throw SweepError.unusable(
        file.place("answers"), condition: name,
        why: "its answers are to be generated as text, which needs tokenizer.json. Put it beside the model, or set "
          + "answers to a file with tokens.")
    }
    try checkLabels()
    try checkReferences()
    try checkFiles()
    try checkSizes()
    try checkNewlines()
    try checkRoles()
    try checkTexts()
    if FileSystem.kind(of: directory) != nil { try AtomicFile.check(directory + "/manifest.json") }
  }

  private func isText(under condition: PlannedCondition) -> Bool {
    !prompts.hasOnlyTokens || FileSystem.kind(of: condition.condition.model + "/tokenizer.json") != nil
  }

  /// Where numbers are compared, every reference must be one.
  private func checkReferences() throws(SweepError) {
    let scorer = AnswerScorer(file.scoring, questions: NextQuestion(openings: [], asking: []))
    guard file.scoring.mode == .numeric else { return }
    for prompt in prompts.prompts {
      guard let reference = prompt.reference, !scorer.canJudge(reference: reference) else { continue }
      throw .badValue(
        file.place("scoring"), key: "scoring.mode",
        found: "numeric, and the reference of prompt \(prompt.id) is \"\(reference)\"",
        needed: "contains or exact, or every reference a number")
    }
  }

  private func checkFiles() throws(SweepError) {
    var owner: [String: String] = [:]
    for condition in conditions {
      // File systems that do not tell case apart would make one file of two.
      if let other = owner.updateValue(condition.name, forKey: condition.stem.lowercased()) {
        throw .sameFile(
          condition.condition.place, condition: condition.name, other: other, file: condition.captureFile)
      }
      if condition.stem.hasPrefix(".") || condition.stem.utf8.count > 200
        || condition.stem.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      {
        throw .sameCondition(
          condition.condition.place, condition: condition.stem,
          why: "cannot be the name of a file: no leading dot, no control character, at most 200 bytes")
      }
    }
  }

  private func checkSizes() throws {
    guard let first = conditions.first else { return }
    for condition in conditions {
      let sizes = [
        ("dimensions", condition.opened.spec.width, first.opened.spec.width),
        ("layers", condition.opened.spec.layers, first.opened.spec.layers),
      ]
      for (what, size, own) in sizes where size != own {
        throw SweepError.sizesDiffer(
          condition.condition.place, what: what, condition: condition.name, size: size, first: first.name,
          firstSize: own)
      }
      do { _ = try SitePlan(sites: file.sites, layers: file.layers, spec: condition.opened.spec) } catch {
        throw SweepError.unusable(file.place("read"), condition: condition.name, why: "\(error)")
      }
    }
  }

  /// Conditions whose states are compared for the verdict.
  private var verdictConditions: [String] {
    var names = [file.start] + file.pairs.flatMap { [$0.x, $0.y] } + file.ceilings.map(\.ceiling)
    names += (file.crossed.map { $0.tunings + $0.wrappers } ?? [])
    return Self.distinct(names + controls.flatMap { $0.paraphrases + $0.irrelevant })
  }

  /// Two names for one condition are one capture in two roles.
  private func checkRoles() throws(SweepError) {
    let planned = verdictConditions.compactMap(condition)
    for (index, condition) in planned.enumerated() {
      let other = planned[..<index].first {
        $0.digest == condition.digest && $0.template.utf8.elementsEqual(condition.template.utf8)
      }
      guard let other else { continue }
      throw .sameCondition(
        condition.condition.place, condition: condition.name,
        why: "is \(other.name) under another name: the same model and the same wrapper. Each role needs a condition of "
          + "its own; leave one out")
    }
  }

  /// What continuing prompts needs of the models.
  private func checkTexts() throws {
    for piece in textPieces {
      do { _ = try piece.condition.opened.checkpoint.endTokens() } catch {
        throw SweepError.unusable(piece.condition.condition.place, condition: piece.condition.name, why: "\(error)")
      }
    }
  }

  private func checkNewlines() throws(SweepError) {
    if prompts.hasOnlyTokens { return }
    for name in verdictConditions {
      guard let condition = condition(name), case .wrapper(let wrapper) = condition.format else { continue }
      if !wrapper.endsInNewline {
        throw .noNewline(condition.condition.place, condition: name, wrapper: condition.condition.wrapper)
      }
    }
  }
}
