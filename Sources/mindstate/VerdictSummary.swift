import MindstateProbes

/// Verdicts on a terminal: what failed first, then for each pair, site and position the layers of each verdict, and s
/// with its bounds by layer.
struct VerdictSummary {
  private let results: ComparisonResults
  /// Where what is not said here is to be found.
  private let file: String
  private var details: String { "\(file), reason controls_overlap" }

  /// - Parameter file: Where the verdicts of single wrappers are to be found.
  init(_ results: ComparisonResults, file: String) {
    self.results = results
    self.file = file
  }

  var text: String {
    guard let verdicts = results.verdicts else {
      return "no verdict: it needs captures of rewordings (--paraphrase) and of irrelevant wrappers (--irrelevant)\n"
        + crossed
    }
    let pairs = verdicts.rows.filter { $0.role == .pair }
    let blocks = pairs.map(Self.block).distinct
    return selfTest(verdicts) + (blocks.isEmpty ? "" : "\n\(Legend.s)\n")
      + blocks.map { block in self.text(of: pairs.filter { Self.block($0) == block }, verdicts) }.joined() + crossed
  }

  private static func block(_ row: VerdictRow) -> [String] {
    [row.conditionA, row.conditionB, row.site, row.position]
  }

  private func selfTest(_ table: VerdictTable) -> String {
    if table.selfTests.isEmpty {
      return "self-test: none, it needs two paraphrases and two irrelevant wrappers or more\n"
    }
    let overlaps = OverlapSummary(table.selfTests.map { ($0.site, $0.position, $0.overlaps) })
    return table.selfTests.map { test in
      let place = "\(test.site) at \(test.position)"
      if test.passed { return "self-test passed, \(place): all \(test.made) comparisons as they must be\n" }
      if test.made == 0 && !test.overlaps.isEmpty {
        return "SELF-TEST FAILED, \(place): the controls overlap wherever the assay has sensitivity\n"
      }
      if test.made == 0 {
        let why = test.reasons.map(\.rawValue).joined(separator: ", ")
        return "NO SELF-TEST, \(place): nothing can be judged there (\(why))\n"
      }
      return "SELF-TEST FAILED, \(place): \(test.right) of \(test.made) comparisons as they must be\n"
        + test.failures.prefix(2).map(failure).joined()
        + (test.failures.count > 2 ? "  and \(test.failures.count - 2) more wrappers, see role in \(file)\n" : "")
    }.joined() + (overlaps?.lines(details: details).map { $0 + "\n" }.joined() ?? "")
  }

  private func failure(_ failure: SelfTest.Failure) -> String {
    let parts = [
      failure.contrary.isEmpty
        ? nil : "\(failure.role == .paraphrase ? "different" : "same") at \(LayerList.named(failure.contrary))",
      failure.undecided.isEmpty ? nil : "undecided at \(LayerList.named(failure.undecided))",
    ]
    return "  \(failure.role.rawValue) \(failure.condition): " + parts.compactMap { $0 }.joined(separator: ", ") + "\n"
  }

  private func text(of rows: [VerdictRow], _ table: VerdictTable) -> String {
    guard let first = rows.first else { return "" }
    let layers = rows.filter { $0.layer != nil }
    var text =
      "\n\(first.conditionA) – \(first.conditionB), \(first.site) at \(first.position), margin "
      + "\(Format.fixed(first.margin, 2)): "
    let together = LayersTogether(
      layers.map { ($0.layer ?? 0, $0.result.isJudged ? $0.result.verdict : nil as Verdict?) })
    text += together.ranges
    if let all = rows.first(where: { $0.layer == nil }) { text += "; \(joint(all, together))" }
    return text + "\n" + numbers(layers)
  }

  private func joint(_ row: VerdictRow, _ together: LayersTogether) -> String {
    let hasJudged = together.parts.contains { $0.words != LayersTogether.notJudgedWords }
    let reasons = row.result.reasons.filter { $0 != .layersNotJudged }.map(\.rawValue)
    let why = row.result.verdict == .undecided && !reasons.isEmpty ? " (\(reasons.joined(separator: ", ")))" : ""
    let needed = row.result.verdict == .undecided ? row.result.neededPrompts : nil
    let wrappers = row.result.neededWrappers.map { " and \($0) wrappers of each kind" } ?? ""
    let verdict = hasJudged ? row.result.verdict.rawValue : LayersTogether.notJudgedWords
    return "\(together.notJudged.isEmpty || !hasJudged ? "all layers" : "those judged"): \(verdict)" + why
      + (needed.map { ", \($0) prompts\(wrappers) would decide" } ?? "")
  }

  private func numbers(_ rows: [VerdictRow]) -> String {
    let shown = TextTable.shown(rows.compactMap(\.layer))
    let rows = shown.compactMap { layer in rows.first { $0.layer == layer } }
    guard let first = rows.first else { return "" }
    var table = TextTable(head: "  layer", columns: shown.map(String.init))
    table.add("  s", rows.map(\.result.s), places: 2)
    table.add("  lower bound", rows.map(\.result.low), places: 2)
    table.add("  upper bound", rows.map(\.result.high), places: 2)
    if first.hasCeiling {
      table.add("  ceiling", rows.map(\.ceiling), places: 2)
    } else {
      table.add("  ceiling=none")
    }
    let contrasts = rows.map { row in
      results.contrasts?.rows.first {
        Self.isAbout(row, $0) && $0.metric == .displacementCosineMean
      }
    }
    if let reason = contrasts.compactMap({ $0?.result.reason }).first, contrasts.allSatisfy({ $0?.result.value == nil })
    {
      table.add("  direction contrast: none, \(reason.rawValue)")
    } else if contrasts.contains(where: { $0 != nil }) {
      table.add("  direction contrast", contrasts.map { $0?.result.value }, places: 2)
      table.add("  its q", contrasts.map { $0?.qValue }, places: 3)
    }
    return table.text
  }

  private static func isAbout(_ verdict: VerdictRow, _ contrast: ContrastRow) -> Bool {
    contrast.conditionA == verdict.conditionA && contrast.conditionB == verdict.conditionB
      && contrast.site == verdict.site && contrast.layer == verdict.layer && contrast.position == verdict.position
  }

  private var crossed: String {
    guard let rows = results.crossed?.rows.filter({ $0.part != .cell }), !rows.isEmpty else { return "" }
    return rows.map { "\($0.site) at \($0.position)" }.distinct.map { place in
      let own = rows.filter { "\($0.site) at \($0.position)" == place }
      let layers = TextTable.shown(own.map(\.layer).distinct)
      var table = TextTable(head: "crossed, \(place), below 0: nearer to its own", columns: layers.map(String.init))
      for name in own.map({ [$0.part.rawValue, $0.tuning ?? "both"] }).distinct {
        let line = own.filter { [$0.part.rawValue, $0.tuning ?? "both"] == name }
        let shown = layers.map { layer in line.first { $0.layer == layer } }
        table.add("  \(name[0]) \(name[1])", shown.map { $0?.estimate.value })
        table.add("    its q", shown.map { $0?.qValue })
      }
      return "\n" + table.text
    }.joined()
  }
}
