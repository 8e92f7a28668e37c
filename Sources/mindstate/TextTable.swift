/// Lines of numbers under each other, for a terminal.
struct TextTable {
  private let head: String
  private let columns: [String]
  private var lines: [(name: String, values: [String], note: String)] = []

  init(head: String, columns: [String]) {
    self.head = head
    self.columns = columns
  }

  /// A line without numbers, or with one for each column; what is missing is a dash. The note stands behind them.
  mutating func add(_ name: String, _ values: [Double?] = [], places: Int = 3, note: String? = nil) {
    lines.append((name, values.map { $0.map { Format.fixed($0, places) } ?? "–" }, note.map { "  " + $0 } ?? ""))
  }

  var text: String {
    let width = ([head] + lines.map(\.name)).map(\.count).max() ?? 0
    return ([(head, columns, "")] + lines).map { name, values, note in
      let padding = String(repeating: " ", count: max(0, width - name.count))
      let line = name + padding + values.map { String(repeating: " ", count: max(0, 8 - $0.count)) + $0 }.joined()
      return (line + note).trimmingTrailingSpaces + "\n"
    }.joined()
  }

  /// Nine layers at most, evenly spread from the first to the last.
  static func shown(_ layers: [Int]) -> [Int] {
    layers.count <= 9 ? layers : (0..<9).map { layers[$0 * (layers.count - 1) / 8] }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in order of first appearance.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
