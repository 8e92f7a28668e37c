import MindstateProbes

/// A table of probes on a terminal: a block for each target, probe, site and position, layers as columns; for each
/// condition its own accuracy and, where there is a control task, selectivity; what always guessing the most frequent class
/// gives; then the accuracy in other conditions, before and after moving their mean. The rest is in the CSV.
struct ProbeSummary {
  private struct Block: Hashable {
    var target: String
    var probe: ProbeKind
    var site: String
    var position: String

    init(_ row: ProbeRow) {
      (target, probe, site, position) = (row.target, row.probe, row.site, row.position)
    }

    var title: String { "\(target) by \(probe.rawValue), \(site) at \(position)" }
  }

  private let rows: [ProbeRow]
  private static let shown: [ProbeMeasure] = [
    .accuracy, .r2, .majorityBaseline, .selectivity, .accuracyRecentred,
  ]

  init(_ table: ProbeTable) { rows = table.rows.filter { Self.shown.contains($0.measure) } }

  var text: String {
    if rows.isEmpty { return "" }
    var text = "\(Self.measured(rows)) on held-out prompts, by layer; → is tested in another condition\n"
    for block in rows.map(Block.init).distinct {
      let inside = rows.filter { Block($0) == block }
      let layers = TextTable.shown(inside.map(\.layer).distinct.sorted())
      let (own, others) = (inside.filter(\.isOwn), inside.filter { !$0.isOwn })
      let baseline = own.filter { $0.measure == .majorityBaseline }.map(Self.name)
      let order = own.map(Self.name).filter { !baseline.contains($0) } + baseline + others.map(Self.name)
      var table = TextTable(head: block.title, columns: layers.map(String.init))
      for name in order.distinct {
        let line = inside.filter { Self.name($0) == name }
        let values = layers.map { layer in line.first { $0.layer == layer }?.value }
        table.add(name, values, note: line.first { $0.value == nil }?.reason?.rawValue)
      }
      text += "\n" + table.text
    }
    return text + "\n"
  }

  private static func measured(_ rows: [ProbeRow]) -> String {
    let (classes, numbers) = (rows.contains { $0.measure == .accuracy }, rows.contains { $0.measure == .r2 })
    return numbers ? (classes ? "accuracy, of a number R²," : "R²") : "accuracy"
  }

  private static func name(_ row: ProbeRow) -> String {
    switch row.measure {
    case .majorityBaseline: "  most frequent class"
    case .selectivity: "    selectivity of \(row.trainCondition)"
    case .accuracyRecentred: "    mean of \(row.testCondition) moved onto \(row.trainCondition)"
    default: row.isOwn ? "  \(row.trainCondition)" : "  \(row.trainCondition) → \(row.testCondition)"
    }
  }
}

extension ProbeRow {
  /// Whether it was tested where it was fitted.
  fileprivate var isOwn: Bool { trainCondition == testCondition }
}
