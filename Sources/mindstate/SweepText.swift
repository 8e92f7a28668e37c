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
      text += "read no verdict there, nor into that position over all layers, before you know why. Others stand.\n"
      text += selfTest.failures.prefix(10).map { "  \($0)\n" }.joined()
      if selfTest.failures.count > 10 { text += "  and \(selfTest.failures.count - 10) more, in manifest.json\n" }
      text += "\n"
    }
    if let overlaps = selfTest?.overlapTexts, !overlaps.isEmpty {
      text += "No verdict where the controls overlap:\n" + overlaps.prefix(10).map { "  \($0)\n" }.joined()
      if overlaps.count > 10 { text += "  and \(overlaps.count - 10) more, in manifest.json\n" }
      text += "\n"
    }
    for block in pairs.map({ "\($0.site) at \($0.position)" }).distinct {
      text += Self.table(block, pairs.filter { "\($0.site) at \($0.position)" == block }) + "\n"
    }
    if let unanswered { text += unanswered + "\n" }
    for (name, reason) in leftOut { text += "left out: \(name): \(reason)\n" }
    return text + "\(made) pieces made, \(kept) kept, in \(directory)\n"
  }

  private static func table(_ head: String, _ pairs: [Pair]) -> String {
    let lines =
      [[head, "layers", "s, all layers", "direction", "mode", "correct", "goes on", "empty"]] + pairs.map(\.cells)
    // Columns that nobody filled are not shown.
    let shown = lines[0].indices.filter { column in column == 0 || lines.dropFirst().contains { $0[column] != "–" } }
    let widths = shown.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = ""
      for (column, width) in zip(shown, widths) {
        text += line[column] + String(repeating: " ", count: width - line[column].count + 2)
      }
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }
}

extension SweepSummary.Pair {
  fileprivate var cells: [String] {
    [
      "  \(x) – \(y)", layers.isEmpty ? "–" : ranges, bounds,
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

  /// `same 0-3, 5; different 4`.
  private var ranges: String {
    ["same", "different", "undecided"].compactMap { verdict -> String? in
      let own = layers.filter { $0.verdict == verdict }.map(\.layer)
      if own.isEmpty { return nil }
      var runs: [ClosedRange<Int>] = []
      for layer in own {
        if let last = runs.last, last.upperBound + 1 == layer {
          runs[runs.count - 1] = last.lowerBound...layer
        } else {
          runs.append(layer...layer)
        }
      }
      let words = runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      return "\(verdict) \(words.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
