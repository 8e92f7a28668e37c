/// Cells of text under each other, for a terminal; columns in which no line has anything are left out.
///
/// Long names are broken where that is enough. What does not fit beside each other stands below in further blocks, each with the lines' names; or each line becomes
/// a list of its cells with the columns' names, where that is shorter or a cell is too wide for any block.
package struct ColumnTable {
  private let head: [String]
  private let lines: [[String]]

  /// Lines of as many cells each, the first the columns' names; a line's first cell is its name, and "–" is nothing.
  package init(_ lines: [[String]]) {
    head = lines.first ?? [""]
    self.lines = Array(lines.dropFirst())
  }

  var text: String { text(width: Terminal.width) }

  package func text(width: Int) -> String {
    let all = [head] + lines
    let shown = head.indices.dropFirst().filter { column in lines.contains { $0[column] != Self.nothing } }
    func widest(_ column: Int) -> Int { all.map { DisplayWidth.columns($0[column]) }.max() ?? 0 }
    if let table = withBrokenNames(shown, shown.map(widest), width) { return table }
    let list = list(shown, width)
    guard let blocks = Self.blocks(shown.map(widest), room: width - widest(0)) else { return list }
    let height = blocks.count * (all.count + 1) - 1
    if blocks.count > 1, height > list.count(where: { $0 == "\n" }) { return list }
    return blocks.map { block in
      all.map { cells in
        let line = ([0] + block.map { shown[$0] }).map { DisplayWidth.padded(cells[$0], to: widest($0)) }
        return Self.withoutTrailingSpaces(line.joined(separator: "  ")) + "\n"
      }.joined()
    }.joined(separator: "\n")
  }

  static let nothing = "–"

  /// All columns beside names of several lines; nil where these have too little room, or need no break.
  private func withBrokenNames(_ shown: [Int], _ widths: [Int], _ width: Int) -> String? {
    let room = width - widths.reduce(0) { $0 + $1 + 2 }
    if room < 24 { return nil }
    let names = ([head] + lines).map { line in
      Paragraph.wrapped(line[0], width: room).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    let isBroken = names.contains { $0.count > 1 }
    guard isBroken, names.joined().allSatisfy({ DisplayWidth.columns($0) <= room }) else { return nil }
    return zip([head] + lines, names).map { cells, name in
      let beside = zip(shown, widths).map { DisplayWidth.padded(cells[$0], to: $1) }
      let first = [DisplayWidth.padded(name.first ?? "", to: room)] + beside
      return ([Self.withoutTrailingSpaces(first.joined(separator: "  "))] + name.dropFirst()).joined(separator: "\n")
        + "\n"
    }.joined()
  }

  /// Which columns stand in which block; nil where one is too wide for any.
  private static func blocks(_ widths: [Int], room: Int) -> [[Int]]? {
    var (blocks, used) = ([[Int]](), 0)
    for (index, width) in widths.enumerated() {
      if width + 2 > room { return nil }
      if !blocks.isEmpty, used + width + 2 <= room {
        blocks[blocks.count - 1].append(index)
        used += width + 2
      } else {
        blocks.append([index])
        used = width + 2
      }
    }
    return blocks.isEmpty ? [[]] : blocks
  }

  private func list(_ shown: [Int], _ width: Int) -> String {
    let titles = (shown.map { DisplayWidth.columns(head[$0]) }.max() ?? 0) + 2
    let entries = lines.map { cells in
      let entry = shown.filter { cells[$0] != Self.nothing }.map { column in
        let line = "    " + DisplayWidth.padded(head[column], to: titles) + cells[column]
        return Paragraph.wrapped(line, width: width, hanging: titles) + "\n"
      }
      return cells[0] + "\n" + entry.joined()
    }
    return ([head[0] + "\n"] + entries).joined()
  }

  private static func withoutTrailingSpaces(_ line: String) -> String {
    var end = line.endIndex
    while end > line.startIndex, line[line.index(before: end)] == " " { end = line.index(before: end) }
    return String(line[..<end])
  }
}
