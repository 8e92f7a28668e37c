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
  /// Layers shown at most, evenly spread from the first to the last.
  private static let columns = 9
  private static let shown: [ProbeMeasure] = [
    .accuracy, .majorityBaseline, .selectivity, .accuracyRecentred,
  ]

  init(_ table: ProbeTable) { rows = table.rows.filter { Self.shown.contains($0.measure) } }

  var text: String {
    if rows.isEmpty { return "" }
    var text = "accuracy on held-out prompts, by layer; → is tested in another condition\n"
    let names = rows.map(Self.name)
    let width = (names + rows.map { Block($0).title }).map(\.count).max() ?? 0
    for block in distinct(rows.map(Block.init)) {
      let inside = rows.filter { Block($0) == block }
      let layers = spread(Array(Set(inside.map(\.layer))).sorted())
      text += "\n" + padded(block.title, width) + layers.map { right("\($0)", 8) }.joined() + "\n"
      let (own, others) = (inside.filter(\.isOwn), inside.filter { !$0.isOwn })
      let baseline = own.filter { $0.measure == .majorityBaseline }.map(Self.name)
      let order = own.map(Self.name).filter { !baseline.contains($0) } + baseline + others.map(Self.name)
      for name in distinct(order) {
        let line = inside.filter { Self.name($0) == name }
        text += padded(name, width) + layers.map { layer in value(line.first { $0.layer == layer }) }.joined()
        if let reason = line.first(where: { $0.value == nil })?.reason { text += "  \(reason.rawValue)" }
        text += "\n"
      }
    }
    return text + "\n"
  }

  private static func name(_ row: ProbeRow) -> String {
    switch row.measure {
    case .majorityBaseline: "  most frequent class"
    case .selectivity: "    selectivity of \(row.trainCondition)"
    case .accuracyRecentred: "    mean of \(row.testCondition) moved onto \(row.trainCondition)"
    default: row.isOwn ? "  \(row.trainCondition)" : "  \(row.trainCondition) → \(row.testCondition)"
    }
  }

  private func value(_ row: ProbeRow?) -> String {
    right(row?.value.map { Format.fixed($0, 3) } ?? "–", 8)
  }

  private func spread(_ layers: [Int]) -> [Int] {
    if layers.count <= Self.columns { return layers }
    return (0..<Self.columns).map { layers[$0 * (layers.count - 1) / (Self.columns - 1)] }
  }

  private func distinct<T: Hashable>(_ values: [T]) -> [T] {
    var seen: Set<T> = []
    return values.filter { seen.insert($0).inserted }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension ProbeRow {
  /// Whether it was tested where it was fitted.
  fileprivate var isOwn: Bool { trainCondition == testCondition }
}
