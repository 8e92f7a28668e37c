import MindstateProbes

/// What the conditions answer.
enum BehaviourSection {
  static func make(_ run: RunContents) -> Section? {
    if run.behaviour.isEmpty { return nil }
    var section = Section("behaviour", "Behaviour")
    let conditions = run.behaviour.distinct(\.condition)
    section.blocks = [
      .table(
        .init(
          caption: "Shares of prompts with Wilson's 95 % interval, from behaviour.csv" + scoring(run),
          columns: [
            .text("Condition"), .number("Prompts"), .number("Correct"), .number("Goes on"), .number("Stops"),
            .number("Declines"), .number("Tokens, mean"), .number("Empty"),
          ],
          rows: conditions.map { name in row(name, run.behaviour.filter { $0.condition == name }) })),
      .folded("Some of the texts, word for word", [.quotes(quotes(run, conditions))]),
    ]
    return section
  }

  private static func row(_ name: String, _ rows: [BehaviourRecord]) -> [String] {
    let tokens = rows.compactMap(\.tokens)
    let mean = tokens.isEmpty ? nil : Double(tokens.reduce(0, +)) / Double(tokens.count)
    return [
      name, "\(rows.count)", BehaviourWords.share(rows.map(\.correct)), BehaviourWords.share(rows.map(\.goesOn)),
      BehaviourWords.share(rows.map(\.stopped)), BehaviourWords.share(rows.map(\.declined)),
      mean.map { SVG.rounded($0, 1) } ?? "–", BehaviourWords.share(rows.map(\.isEmpty)),
    ]
  }

  private static func scoring(_ run: RunContents) -> String {
    run.manifest.scoring.map { ". Correct: \($0)" } ?? ""
  }

  /// The first prompts of the table under the conditions of the question; nobody has chosen them.
  private static func quotes(_ run: RunContents, _ conditions: [String]) -> [Block.Quote] {
    let asked = ([run.manifest.reference].compactMap { $0 } + run.pairs.flatMap { [$0.y, $0.x] }).distinct { $0 }
    let shown = asked.filter(conditions.contains)
    let names = Array((shown.isEmpty ? conditions : shown).prefix(5))
    let prompts = run.behaviour.distinct(\.prompt).prefix(5)
    return prompts.flatMap { prompt in
      names.compactMap { name -> Block.Quote? in
        guard let row = run.behaviour.first(where: { $0.prompt == prompt && $0.condition == name }) else { return nil }
        let length = row.text.unicodeScalars.count
        var quote = Block.Quote(
          source: "\(Words.name(prompt)), \(Words.name(name))", text: PlotText.cut(row.text, to: 600))
        if length > 600 { quote.note = "The first 600 of \(length) characters; all of it is in behaviour.csv." }
        return quote
      }
    }
  }
}

/// Behaviour in a sentence.
enum BehaviourWords {
  /// `81 % [75, 86]`; a dash where nobody looked.
  static func share(_ flags: [Bool?]) -> String {
    let known = flags.compactMap { $0 }
    if known.isEmpty { return "–" }
    let interval = WilsonInterval(known.count { $0 }, of: known.count)
    return
      "\(Words.percent(interval.share)) [\(SVG.rounded(interval.low * 100, 0)), \(SVG.rounded(interval.high * 100, 0))]"
  }

  /// X beside Y; nil where there are no rows of X.
  static func line(_ pair: RunManifest.Pair, _ rows: [BehaviourRecord]) -> String? {
    let x = rows.filter { $0.condition == pair.x }
    let y = rows.filter { $0.condition == pair.y }
    if x.isEmpty { return nil }
    let parts: [(String, KeyPath<BehaviourRecord, Bool?>)] = [
      ("correct", \.correct), ("goes on", \.goesOn), ("stops", \.stopped), ("declines", \.declined),
      ("says nothing", \.isEmpty),
    ]
    let words = parts.compactMap { word, flag -> String? in
      let flags = x.map { $0[keyPath: flag] }
      if flags.allSatisfy({ $0 == nil }) { return nil }
      // Hardly any model ever says nothing.
      if flag == \.isEmpty, !(x + y).contains(where: { $0.isEmpty == true }) { return nil }
      let other = y.isEmpty ? "" : " against \(share(y.map { $0[keyPath: flag] }))"
      return "\(word) \(share(flags))\(other)"
    }
    return words.isEmpty ? nil : Words.sentence(words.joined(separator: "; "))
  }
}
