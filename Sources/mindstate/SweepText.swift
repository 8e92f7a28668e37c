import MindstateExperiments

extension SweepSummary {
  /// The answer first: a line for each pair at each position; then what to do with it.
  var text: String {
    if let shard {
      return "share \(shard.index + 1) of \(shard.count): \(made) made, \(kept) there already, in \(directory)\n"
    }
    var text = ""
    if let selfTest, !selfTest.passed {
      let places = selfTest.places.map { "\($0.site) at \($0.position), \($0.layerText)" }
      text += "The self-test failed for \(places.joined(separator: "; ")):\n"
      text += "read no verdict there, nor into that position over layers, before you know why. Others stand.\n"
      let more = selfTest.failures.count - 2
      text += "Try without: \(selfTest.failures.prefix(2).joined(separator: "; "))"
      text += more > 0 ? "; and \(more) more, in \(directory)/manifest.json\n\n" : "\n\n"
    }
    if pairs.contains(where: { $0.s != nil }) { text += Legend.s + "\n\n" }
    let overlaps = selfTest?.overlapLines(details: "\(directory)/verdicts.csv, reason controls_overlap") ?? []
    if !overlaps.isEmpty { text += overlaps.map { "\($0)\n" }.joined() + "\n" }
    for block in pairs.map({ "\($0.site) at \($0.position)" }).distinct {
      text += Self.table(block, pairs.filter { "\($0.site) at \($0.position)" == block }) + "\n"
    }
    if let unanswered { text += unanswered + "\n" }
    for (name, reason) in leftOut { text += "left out: \(name): \(reason)\n" }
    return text + "\(made) pieces made, \(kept) kept, in \(directory)\n"
  }

  private static func table(_ head: String, _ pairs: [Pair]) -> String {
    let lines =
      [[head, "layers", "over those judged", "direction", "mode", "correct", "goes on", "empty"]] + pairs.map(\.cells)
    // Columns that nobody filled are not shown.
    let shown = lines[0].indices.filter { column in column == 0 || lines.dropFirst().contains { $0[column] != "–" } }
    return ColumnTable(lines.map { line in shown.map { line[$0] } }).text
  }
}

extension SweepSummary.Pair {
  fileprivate var cells: [String] {
    [
      "  \(x) – \(y)", layers.isEmpty ? "–" : together.ranges, bounds,
      direction.map { "\(Format.fixed($0.low, 2))…\(Format.fixed($0.high, 2)), \($0.above)/\($0.of) above 0" } ?? "–",
      mode.map { "\($0.name) \(Format.fixed($0.share * 100, 0)) %" } ?? "–",
      Self.share(correct), Self.share(goesOn), empty == 0 ? "–" : Self.share(empty),
    ]
  }

  private static func share(_ share: Double?) -> String { share.map { Format.fixed($0 * 100, 1) + " %" } ?? "–" }

  private var bounds: String {
    guard let verdict else { return "–" }
    guard let s else { return verdict }
    var text = Format.fixed(s, 2)
    if let low, let high { text += " [\(Format.fixed(low, 2)), \(Format.fixed(high, 2))]" }
    text += " \(verdict)"
    if verdict == "undecided", let needed { text += ", n \(needed) would decide" }
    return text
  }
}
