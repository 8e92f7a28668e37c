import MindstateProbes

extension SweepSummary {
  /// What the verdicts come to, a sentence for each site and position, made from the numbers alone.
  public var sentences: [String] {
    var blocks: [(site: String, position: String)] = []
    for pair in pairs where !blocks.contains(where: { $0 == (pair.site, pair.position) }) {
      blocks.append((pair.site, pair.position))
    }
    return blocks.map { block in
      let own = pairs.filter { $0.site == block.site && $0.position == block.position }
      let failed = selfTest?.places.first { $0.site == block.site && $0.position == block.position }
      return Self.sentence(Self.opening(block), own)
        + (failed.map { " The self-test failed here at \($0.layerText): ask why before you build on it." } ?? "")
        + overlapping(block)
    }
  }

  private func overlapping(_ block: (site: String, position: String)) -> String {
    let found = selfTest?.overlaps.first { $0.site == block.site && $0.position == block.position }
    guard let layers = found?.layers.map(\.layer), !layers.isEmpty else { return "" }
    return " At \(LayerList.named(Set(layers).sorted())) the controls overlap, so nothing is judged there."
  }

  private static func opening(_ block: (site: String, position: String)) -> String {
    let place = "\(block.site) at \(block.position)"
    switch block.position {
    case "last": return "Where the answer is about to begin (\(place)),"
    case "answer-end": return "Where the answer ends (\(place)),"
    default: return "For \(place),"
    }
  }

  private static func sentence(_ opening: String, _ pairs: [Pair]) -> String {
    let judged = pairs.filter { $0.verdict != nil }
    if judged.isEmpty { return "\(opening) nothing was judged: there are no controls." }
    let targets = SweepPlan.distinct(judged.map(\.y))
    let target = targets.count == 1 ? targets[0] : "their Y"
    let found = [
      ("same", "in the state of \(target)"), ("different", "in another state"),
      ("undecided", "undecided"), (LayersTogether.notJudgedWords, LayersTogether.notJudgedWords),
    ]
    .map { verdict, words in (words, judged.filter { $0.verdict == verdict }.map(\.x)) }.filter { !$0.1.isEmpty }
    let parts = found.map { words, names in
      let count = names.count < judged.count ? "\(names.count)" : names.count == 1 ? "the one" : "all \(names.count)"
      return "\(count) \(names.count == 1 ? "is" : "are") \(words) (\(shortened(names)))"
    }
    return "\(opening) of the conditions compared with \(target) \(listed(parts))." + leftOut(judged) + leaning(judged)
  }

  /// Layers that no pair is judged at, which the verdicts leave out.
  private static func leftOut(_ pairs: [Pair]) -> String {
    let never = pairs[0].together.notJudged.filter { layer in
      pairs.allSatisfy { $0.together.notJudged.contains(layer) }
    }
    if never.isEmpty || pairs.allSatisfy({ $0.together.notJudged.count == $0.layers.count }) { return "" }
    return " L\(LayerList.named(never).dropFirst()) cannot be judged and \(never.count == 1 ? "is" : "are") left out."
  }

  /// What single layers say of pairs that are not decided over all of them.
  private static func leaning(_ pairs: [Pair]) -> String {
    let open = pairs.filter { $0.verdict == "undecided" }
    let count = open.count { pair in
      let judged = pair.layers.filter { $0.verdict != LayersTogether.notJudgedWords }
      return 2 * judged.count { $0.verdict == "same" } > judged.count
    }
    if count == 0 { return "" }
    return
      " Layer by layer, \(count) \(count == 1 ? "is" : "are") same in most layers though undecided over all at once."
  }

  private static func shortened(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
  }

  static func listed(_ parts: [String]) -> String {
    parts.count < 2 ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
  }
}
