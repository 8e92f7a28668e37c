extension ComparisonPlan {
  /// What the shape of the captures tells before any state is looked at.
  var caveats: [Caveat] {
    var caveats: [Caveat] = []
    if promptIDs.count < 20 || clusters.count < 20 {
      caveats.append(.fewPrompts(prompts: promptIDs.count, clusters: clusters.count))
    }
    if !request.paraphrases.isEmpty { caveats.append(.paraphrasesNotAdmitted(request.paraphrases.count)) }
    var positions: [String] = []
    for cell in cells where !positions.contains(cell.position) { positions.append(cell.position) }
    for position in positions {
      caveats += conditions.compactMap { readingCaveats(of: $0, at: position) }.flatMap { $0 }
      caveats += pairs.compactMap { alignmentCaveat(of: $0, at: position) }
    }
    return caveats
  }

  private func readingCaveats(of condition: Condition, at position: String) -> [Caveat]? {
    guard let reading = condition.reading(at: position) else { return nil }
    var caveats: [Caveat] = []
    if !reading.tokensAreKnown { caveats.append(.noTokenIDs(condition: condition.name, position: position)) }
    let firsts = reading.tokenPositions?.count { $0 == 0 } ?? 0
    if firsts > 0 {
      caveats.append(.firstTokenRead(condition: condition.name, position: position, prompts: firsts))
    }
    return caveats
  }

  private func alignmentCaveat(of pair: Pair, at position: String) -> Caveat? {
    guard let alignment = pair.alignments[position] else { return nil }
    let (a, b, all) = (conditions[pair.a].name, conditions[pair.b].name, promptIDs.count)
    if alignment.unaligned > 0 {
      return .tokensNotAligned(
        conditionA: a, conditionB: b, position: position, prompts: alignment.unaligned, of: all)
    }
    if alignment.leftOut > 0 {
      return .tokensLeftOut(
        conditionA: a, conditionB: b, position: position, tokens: alignment.leftOut, of: alignment.tokens)
    }
    if alignment.matches == false {
      return .tokensDiffer(conditionA: a, conditionB: b, position: position, prompts: alignment.differing, of: all)
    }
    return nil
  }
}
