import MindstateProbes

/// Sentences about one pair at one place, made from its rows; no result is written by hand.
package struct VerdictWords {
  /// Rows of layers, and the joint one.
  let layers: [VerdictRecord]
  let joint: VerdictRecord?

  package init(_ rows: [VerdictRecord]) {
    layers = rows.filter { $0.layer != nil }.sorted { ($0.layer ?? 0) < ($1.layer ?? 0) }
    joint = rows.first { $0.layer == nil }
  }

  private static let order = ["same", "different", "undecided", LayersTogether.notJudgedWords]
  private var all: [Int] { layers.compactMap(\.layer) }

  /// `Layers 1–4 same, 5–6 undecided.`
  package var summary: String {
    if layers.isEmpty { return "No layer has a verdict." }
    let verdicts = layers.map(\.words)
    let known = Self.order + verdicts.distinct { $0 }.filter { !Self.order.contains($0) }
    let parts = known.compactMap { verdict -> (first: Int, words: String)? in
      let found = layers.filter { $0.words == verdict }.compactMap(\.layer)
      guard let first = found.first else { return nil }
      return (first, "\(LayerRanges.text(found, of: all)) \(verdict)")
    }
    if parts.count == 1 && layers.count > 1 {
      return "All \(layers.count) layers \(layers[0].words)."
    }
    let isBroken = parts.contains { $0.words.contains(",") }
    let words = parts.sorted { $0.first < $1.first }.map(\.words).joined(separator: isBroken ? "; " : ", ")
    let isOne = layers.count { $0.words == layers[0].words } == 1
    return (isOne ? "Layer " : "Layers ") + words + "."
  }

  /// `s is −0.02 to 0.11; …`, of the layers where the assay tells something, and which those are not.
  package var distances: String {
    let seeing = layers.filter(\.isJudged)
    let values = seeing.compactMap { $0.s?.value }
    if values.isEmpty { return "s has no value\(reasons.isEmpty ? "" : ": " + reasons)." }
    var text = "s is \(Words.range(values))"
    let bounds = seeing.compactMap(\.s)
    if let low = bounds.compactMap(\.low).min(), let high = bounds.compactMap(\.high).max() {
      text += "; its bounds, at all layers at once, lie within \(SVG.rounded(low, 2)) and \(SVG.rounded(high, 2))"
    }
    let blind = layers.filter { !$0.isJudged }.compactMap(\.layer)
    if !blind.isEmpty {
      text +=
        "; \(LayerRanges.named(blind, of: all)) not counted, since \(blind.count == 1 ? "it tells" : "they tell") nothing"
    }
    if let margin = layers.compactMap(\.margin).first { text += "; the margin is \(Words.number(margin))" }
    let ceilings = layers.compactMap(\.ceiling)
    text += ceilings.isEmpty ? "; no ceiling was measured" : "; two tunings of one kind have \(Words.range(ceilings))"
    return text + "."
  }

  /// `Over the layers that can be judged: different (s …).`; nil without a joint row, or where none can be judged.
  package var together: String? {
    guard let joint, layers.contains(where: \.isJudged) else { return nil }
    let bounds = joint.s.map { " (s \(Words.bounded($0)))" } ?? ""
    let which = layers.allSatisfy(\.isJudged) ? "Over all layers" : "Over the layers that can be judged"
    return "\(which): \(joint.verdict)\(bounds)."
  }

  /// What would decide the undecided; nil where nothing is or nobody knows.
  package var needs: String? {
    let undecided = layers.filter { $0.verdict == "undecided" }
    guard !undecided.isEmpty else { return nil }
    var parts: [String] = []
    let needed = undecided.compactMap(\.needed)
    if let most = needed.max() {
      let places = undecided.filter { $0.needed != nil }.compactMap(\.layer)
      parts.append("\(most) prompts would decide \(LayerRanges.named(places, of: all)) if nothing else changes")
    }
    for reason in undecided.flatMap(Self.reasons).distinct({ $0 }) {
      let places = undecided.filter { Self.reasons($0).contains(reason) }.compactMap(\.layer)
      parts.append("\(LayerRanges.named(places, of: all)): \(Words.term(reason))")
    }
    return parts.isEmpty ? nil : Words.sentence(parts.joined(separator: "; "))
  }

  private var reasons: String {
    layers.flatMap(Self.reasons).distinct { $0 }.map(Words.term).joined(separator: ", ")
  }

  /// Without the one that a missing ceiling has, which is said elsewhere.
  private static func reasons(_ row: VerdictRecord) -> [String] {
    (row.reason ?? "").split(separator: ";").map(String.init).filter { $0 != "ceiling=none" }
  }
}

extension Words {
  /// With a capital letter and a full stop.
  static func sentence(_ text: String) -> String {
    guard let first = text.first else { return "" }
    return first.uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}

/// Whether tuning and prompting move the state in one direction, from rows of `contrasts.csv`.
package enum DirectionWords {
  /// Of one metric, pair and place: where the interval is above 0, where below, where it covers 0.
  package static func summary(_ rows: [MetricRecord]) -> String {
    let valued = rows.filter { $0.value != nil }.sorted { $0.layer < $1.layer }
    let all = valued.map(\.layer)
    let groups: [(words: String, rows: [MetricRecord])] = [
      ("beyond what irrelevant wrappers share", valued.filter { ($0.value?.low ?? -.infinity) > 0 }),
      ("less than irrelevant wrappers do", valued.filter { ($0.value?.high ?? .infinity) < 0 }),
      ("not told apart from irrelevant wrappers (interval covers 0)", valued.filter(covers)),
      ("without interval", valued.filter { $0.value?.low == nil || $0.value?.high == nil }),
    ]
    let parts = groups.filter { !$0.rows.isEmpty }.map { group in
      let contrast = Words.range(group.rows.compactMap { $0.value?.value })
      return "at \(LayerRanges.named(group.rows.map(\.layer), of: all)) \(group.words), contrast \(contrast)"
    }
    if parts.isEmpty { return "No value" + (rows.compactMap(\.reason).first.map { ": \(Words.term($0))" } ?? "") + "." }
    return Words.sentence(parts.joined(separator: "; "))
  }

  private static func covers(_ row: MetricRecord) -> Bool {
    guard let low = row.value?.low, let high = row.value?.high else { return false }
    return low <= 0 && high >= 0
  }
}

/// Into which mode a condition falls, from rows of `modes.csv`.
package enum ModeWords {
  /// One condition and place: per run of layers the mode that takes most prompts, with its share. Layers where the
  /// probe hardly tells the modes themselves apart are named and place nothing.
  package static func summary(_ rows: [ModeRecord]) -> String {
    let layers = rows.map(\.layer).distinct { $0 }.sorted()
    let winners = layers.compactMap { layer in
      rows.filter { $0.layer == layer && $0.share != nil }
        .max { ($0.share?.value ?? 0) < ($1.share?.value ?? 0) }
    }
    if winners.isEmpty {
      return "No value" + (rows.compactMap(\.reason).first.map { ": \(Words.term($0))" } ?? "") + "."
    }
    let least = ModeRow.leastFitAccuracy(modes: rows.distinct(\.mode).count)
    let clear = winners.filter { ($0.fitAccuracy ?? 1) >= least }
    var parts = clear.distinct { $0.mode }.map { mode in
      let won = clear.filter { $0.mode == mode }
      let share = Words.range(won.compactMap { $0.share?.value })
      return "nearest to \(Words.name(mode)) at \(LayerRanges.named(won.map(\.layer), of: layers)) (share \(share))"
    }
    if let weakest = clear.compactMap(\.fitAccuracy).min() {
      parts.append("there the modes themselves are told apart at \(Words.percent(weakest)) or more")
    }
    let dim = winners.filter { ($0.fitAccuracy ?? 1) < least }
    if let best = dim.compactMap(\.fitAccuracy).max() {
      let places = LayerRanges.named(dim.map(\.layer), of: layers)
      parts.append("at \(places) the modes themselves are hardly told apart (\(Words.percent(best)) at most)")
    }
    return Words.sentence(parts.joined(separator: "; "))
  }
}
