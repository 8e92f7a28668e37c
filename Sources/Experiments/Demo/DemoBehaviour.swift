import MindstateModel

/// What the conditions of a demo say, read from its `behaviour.csv`.
struct DemoBehaviour {
  private struct Row { var prompt: String, correct: Bool, goesOn: Bool, text: String }

  private let summary: SweepSummary
  private let file: SweepFile
  private let rows: [String: [Row]]

  init(_ summary: SweepSummary, _ file: SweepFile, behaviour path: String) throws {
    (self.summary, self.file) = (summary, file)
    let table = try TableReader(path)
    var rows: [String: [Row]] = [:]
    for row in table.rows {
      rows[table.text(row, "condition") ?? "", default: []].append(
        Row(
          prompt: table.text(row, "prompt") ?? "", correct: table.text(row, "correct") == "true",
          goesOn: table.text(row, "goes_on") == "true", text: table.text(row, "text") ?? ""))
    }
    self.rows = rows
  }

  /// The first prompt that Y and the first X answer, and after which the reference asks on; said by these, and by the
  /// first X of every further verdict.
  var saying: DemoResult.Saying? {
    get throws {
      guard let pair = file.pairs.first, let base = rows[file.start], let y = rows[pair.y], let x = rows[pair.x],
        let index = base.indices.first(where: { index in
          y.indices.contains(index) && x.indices.contains(index) && !base[index].correct && base[index].goesOn
            && y[index].correct && x[index].correct
        }),
        let prompt = try PromptSet.read(file.prompts).prompts.first(where: { $0.id == base[index].prompt }),
        case .text(let text) = prompt.content
      else { return nil }
      var shown = [file.start, pair.y, pair.x]
      for verdict in ["same", "undecided", "different"] {
        let first = summary.pairs.first
        let own = summary.pairs.first {
          $0.verdict == verdict && $0.site == first?.site && $0.position == first?.position
        }
        if let own, !shown.contains(own.x) { shown.append(own.x) }
      }
      return DemoResult.Saying(
        prompt: text,
        replies: shown.compactMap { name in
          rows[name].flatMap { $0.indices.contains(index) ? (name, $0[index].text) : nil }
        })
    }
  }

  /// One sentence: what the reference, Y and the tuned versions do.
  var sentences: [String] {
    guard let y = file.pairs.first?.y, let base = share(file.start, \.correct),
      let asks = share(file.start, \.goesOn),
      let prompted = share(y, \.correct)
    else { return [] }
    let tuned = SweepPlan.distinct(file.pairs.map(\.x)).compactMap { share($0, \.correct) }
    var text =
      "Of \(rows[y]?.count ?? 0) prompts \(file.start) answers \(percent(base)) % and goes on asking after "
      + "\(percent(asks)) %; in another form of prompt, \(y), the same model answers \(percent(prompted)) %"
    if let low = tuned.min(), let high = tuned.max() {
      text += ", and the \(tuned.count) tuned versions, bare, answer \(percent(low)) to \(percent(high)) %"
    }
    return [text + "."]
  }

  private func share(_ condition: String, _ what: (Row) -> Bool) -> Double? {
    guard let rows = rows[condition], !rows.isEmpty else { return nil }
    return Double(rows.count(where: what)) / Double(rows.count)
  }

  private func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
