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
    var names = [file.reference] + file.pairs.flatMap { [$0.x, $0.y] } + file.ceilings.map(\.ceiling)
    names += (file.crossed.map { $0.tunings + $0.wrappers } ?? [])
    return Self.distinct(names + controls.flatMap { $0.paraphrases + $0.irrelevant })
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

// MARK: - Feeding

extension SweepPlan {
  /// Cuts every prompt under every condition, so that one that does not fit is found now and not in an hour.
  mutating func feedAll(_ shelf: inout ModelShelf) throws {
    let answers = try knownAnswers()
    mayLackAnswers = answeringCondition != nil || prompts.prompts.contains { answers?.isEmpty($0.id) == true }
    costs = try conditions.map { condition in
      let tokenizer = try shelf.open(condition.condition, needsTokenizer: !prompts.hasOnlyTokens).tokenizer
      do {
        return try cost(try fed(condition, answers: answers, tokenizer: tokenizer), of: condition)
      } catch let error as SweepError { throw error } catch {
        throw SweepError.unusable(condition.condition.place, condition: condition.name, why: "\(error)")
      }
    }
  }

  func fed(
    _ condition: PlannedCondition, answers: AnswerSet?, tokenizer: Tokenizer?
  ) throws -> [FedPrompt] {
    let fed = try Prompting.feed(
      prompts, format: condition.format, answers: answers?.sayingSomething, tokenizer: tokenizer, align: alignment)
    for prompt in fed {
      try condition.opened.checkpoint.check(
        prompt, source: prompts.source, virtualTokens: condition.opened.virtualTokens)
    }
    return fed
  }

  /// The answers that are known before anything is computed; nil where none is read, or X has yet to give them.
  func knownAnswers() throws -> AnswerSet? {
    guard needsAnswers else { return nil }
    switch file.answers {
    case .generated: return nil
    case .file(let path): return try AnswerSet.read(path, for: prompts)
    case .reference:
      for prompt in prompts.prompts where prompt.reference == nil {
        throw SweepError.noReference(file.place("read"), prompt: prompt.id)
      }
      return AnswerSet.references(of: prompts)
    }
  }

  func cost(_ fed: [FedPrompt], of condition: PlannedCondition) throws -> FeedCost {
    var prefixes: Set<UInt64> = []
    var parts: [Digest] = []
    var promptParts: [Digest] = []
    for prompt in fed {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for token in prompt.tokens {
        // FNV over the tokens so far; a count may be off by a few in a billion.
        hash = (hash ^ UInt64(truncatingIfNeeded: token &+ 1)) &* 0x0000_0100_0000_01b3
        hash ^= hash >> 29
        prefixes.insert(hash)
      }
      parts.append(Digest("\(prompt.id)\n\(prompt.tokens)\n\(prompt.promptTokens) \(prompt.promptEnd)"))
      promptParts.append(Digest("\(prompt.id)\n\(prompt.tokens[prompt.tokensBeforeAnswer])"))
    }
    let rows = try positions(of: condition.name).map { position in
      if position.isMean { return fed.count }
      return try fed.reduce(0) { sum, prompt in
        // An answer may not be known yet.
        let isUnknown = mayLackAnswers && position.needsAnswer && prompt.answerTokens == nil
        return sum + (isUnknown ? 1 : try position.rows(of: prompt).count)
      }
    }
    return FeedCost(
      tokens: fed.reduce(0) { $0 + $1.tokens.count }, prefixes: prefixes.count,
      promptTokens: fed.reduce(0) { $0 + $1.tokensBeforeAnswer.count }, rows: rows, digest: Digest(of: parts).text,
      promptDigest: Digest(of: promptParts).text)
  }
}
