import MindstateModel
import MindstateNumerics
import MindstateProbes
import MindstateStore

// MARK: - Feeding

extension SweepPlan {
  /// Cuts every prompt under every condition, so that one that does not fit is found now and not in an hour.
  /// - Returns: what each condition's capture will hold, but for the states.
  mutating func feedAll(_ shelf: inout ModelShelf) throws -> [UTF8Key: ConditionStates] {
    let answers = try knownAnswers()
    mayLackAnswers = answeringCondition != nil || prompts.prompts.contains { answers?.isEmpty($0.id) == true }
    let continued = Set(textPieces.map { UTF8Key($0.condition.name) })
    var planned: [UTF8Key: ConditionStates] = [:]
    costs = try conditions.map { condition in
      let tokenizer = try shelf.open(condition.condition, needsTokenizer: !prompts.hasOnlyTokens).tokenizer
      do {
        let fed = try fed(condition, answers: answers, tokenizer: tokenizer)
        if continued.contains(UTF8Key(condition.name)) { try checkRoom(for: fed, condition) }
        planned[UTF8Key(condition.name)] = try self.planned(condition, fed)
        return try cost(fed, of: condition)
      } catch let error as SweepError { throw error } catch {
        throw SweepError.unusable(condition.condition.place, condition: condition.name, why: "\(error)")
      }
    }
    return planned
  }

  /// A prompt that fills the context cannot be continued.
  private func checkRoom(for fed: [FedPrompt], _ condition: PlannedCondition) throws(GenerationError) {
    let context = condition.opened.spec.context
    for prompt in fed {
      let tokens = prompt.tokensBeforeAnswer.count + condition.opened.virtualTokens
      if tokens >= context { throw .promptFillsContext(id: prompt.id, tokens: tokens, context: context) }
    }
  }

  /// The shape of the capture that is to come. Where prompts may lack an answer, the rows that read answers are not
  /// known: one a prompt, of no known token.
  private func planned(_ condition: PlannedCondition, _ fed: [FedPrompt]) throws -> ConditionStates {
    let spec = condition.opened.spec
    let sites = try SitePlan(sites: file.sites, layers: file.layers, spec: spec)
    let positions = positions(of: condition.name)
    let known = mayLackAnswers ? positions.filter { !$0.needsAnswer } : positions
    let found = try CaptureRun(plan: sites, positions: known, fed: fed, condition.opened).layouts(in: spec)
    let readings = positions.map { position in
      found.first { $0.position == position.description }
        ?? ReadingLayout(
          position: position.description, sites: sites.layouts(in: spec),
          rows: position.isMean
            ? .average(offsets: nil) : position.isRagged ? .ragged(offsets: Array(0...fed.count)) : .token)
    }
    var states = ConditionStates(
      label: condition.name, condition: condition.name, promptIDs: prompts.prompts.map(\.id),
      groups: prompts.prompts.map(\.group), readings: readings
    ) { _, _, _ in throw PlannedStates() }
    states.labels = PromptLabel.all(
      of: prompts.prompts.map { CapturedPrompt(id: $0.id, group: $0.group, labels: $0.labels) })
    return states
  }

  /// Everything that would stop a table and needs no state.
  mutating func checkTables(_ planned: [UTF8Key: ConditionStates]) throws {
    let run = SweepRun(plan: self, directory: RunDirectory(directory), planned: planned)
    for piece in pieces where piece.isTable {
      do { try piece.check(run) } catch {
        let key = file.places[piece.name] == nil ? "roles" : piece.name
        let limit = file.limit.map { " (limit is \($0))" } ?? ""
        throw SweepError.unusableTable(file.place(key), table: piece.name, why: "\(error)\(limit)")
      }
    }
    if controls.allSatisfy({ $0.paraphrases.isEmpty && $0.irrelevant.isEmpty }) { return }
    let clusters = Clusters(groups: prompts.prompts.map(\.group)).count
    if clusters < VerdictRule.fewestClusters {
      warnings.append(
        "\(clusters) clusters of prompts: below \(VerdictRule.fewestClusters) nothing is judged. Raise limit or add prompts"
      )
    }
    var unlike: [Comparison.UnlikeTokens] = []
    for roles in try run.pairRoles() {
      for reading in try run.readings() {
        for found in try run.comparison(roles, reading).check() where !unlike.contains(found) { unlike.append(found) }
      }
    }
    warnings += unlike.prefix(3).map {
      "\($0.conditionA) – \($0.conditionB) at \($0.position): read at different tokens, so nothing is judged there"
    }
    if unlike.count > 3 { warnings.append("and \(unlike.count - 3) more pairs that are read at different tokens") }
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
      let answer = prompt.answerTokens.map { " \($0)" } ?? ""
      parts.append(Digest("\(prompt.id)\n\(prompt.tokens)\n\(prompt.promptTokens) \(prompt.promptEnd)\(answer)"))
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

/// There are no states before the capture.
private struct PlannedStates: Error {}
