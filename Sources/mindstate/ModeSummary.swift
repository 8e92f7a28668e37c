import MindstateProbes

/// A mode table on a terminal: a block for each site and position, a line for each condition and mode with a share
/// worth showing, layers as columns.
struct ModeSummary {
  private let rows: [ModeRow]

  init(_ table: ModeTable) { rows = table.rows }

  var text: String {
    let blocks = rows.map { Place(site: $0.site, position: $0.position) }.distinct
    return "share of prompts in each mode, by layer\n" + blocks.map(block).joined()
  }

  private struct Place: Hashable {
    var site: String
    var position: String
  }

  private func block(_ place: Place) -> String {
    let inside = rows.filter { $0.site == place.site && $0.position == place.position }
    let layers = TextTable.shown(inside.map(\.layer).distinct.sorted())
    var table = TextTable(head: "\(place.site) at \(place.position)", columns: layers.map(String.init))
    func values(_ name: (ModeRow) -> Double?, _ rows: [ModeRow]) -> [Double?] {
      layers.map { layer in rows.first { $0.layer == layer }.flatMap(name) }
    }
    for condition in inside.map(\.scoredCondition).distinct {
      table.add(condition)
      let own = inside.filter { $0.scoredCondition == condition }
      for mode in own.map(\.mode).distinct {
        let shares = values({ $0.share.value }, own.filter { $0.mode == mode })
        if shares.contains(where: { ($0 ?? 0) >= 0.05 }) { table.add("  \(mode)", shares, places: 2) }
      }
    }
    table.add("told apart out of fold", values(\.fitAccuracy, inside), places: 2)
    table.add("  control, modes swapped", values(\.controlAccuracy, inside), places: 2)
    return "\n" + table.text
  }
}
