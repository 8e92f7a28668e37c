/// Lines of numbers under each other, for a terminal.
///
/// Where they are too wide, columns are left out evenly, but not below four; then each line's name stands above its
/// numbers.
package struct TextTable {
  private struct Line {
    var name: String
    var values: [String] = []
    var note: String?
  }
  private let head: String
  private let columns: [String]
  private var lines: [Line] = []

  package init(head: String, columns: [String]) {
    self.head = head
    self.columns = columns
  }

  /// A line without numbers, or with one for each column; what is missing is a dash. The note stands behind them.
  package mutating func add(_ name: String, _ values: [Double?] = [], places: Int = 3, note: String? = nil) {
    lines.append(Line(name: name, values: values.map { $0.map { Format.fixed($0, places) } ?? "–" }, note: note))
  }

  var text: String { text(width: Terminal.width) }

  package func text(width: Int) -> String {
    let all = [Line(name: head, values: columns)] + lines
    let cell = (all.flatMap(\.values).map(DisplayWidth.columns).max() ?? 0) + 2
    let names = all.filter { !$0.values.isEmpty }.map { DisplayWidth.columns($0.name) }.max() ?? 0
    let room = (width - names) / cell
    if room >= min(columns.count, 4) {
      let shown = Self.spread(columns.count, max(1, room))
      return all.map { beside($0, shown, cell: cell, names: names, width) }.joined()
    }
    let shown = Self.spread(columns.count, max(1, (width - Self.indent) / cell))
    return all.map { below($0, shown, cell: cell, width) }.joined()
  }

  private static let indent = 4

  /// Name and numbers in one line.
  private func beside(_ line: Line, _ shown: [Int], cell: Int, names: Int, _ width: Int) -> String {
    let numbers = Self.numbers(line, shown, cell)
    return Self.noted(
      numbers.isEmpty ? line.name : DisplayWidth.padded(line.name, to: names) + numbers, line.note, width)
  }

  /// The numbers below their name.
  private func below(_ line: Line, _ shown: [Int], cell: Int, _ width: Int) -> String {
    let numbers = Self.numbers(line, shown, cell)
    if numbers.isEmpty { return Self.noted(line.name, line.note, width) }
    return line.name + "\n" + Self.noted(String(repeating: " ", count: Self.indent) + numbers, line.note, width)
  }

  private static func numbers(_ line: Line, _ shown: [Int], _ cell: Int) -> String {
    shown.filter { $0 < line.values.count }
      .map { DisplayWidth.padded(line.values[$0], to: cell, atEnd: false) }.joined()
  }

  private static func noted(_ text: String, _ note: String?, _ width: Int) -> String {
    guard let note else { return text + "\n" }
    let fits = DisplayWidth.columns(text) + 2 + DisplayWidth.columns(note) <= width
    return text + (fits ? "  " : "\n" + String(repeating: " ", count: indent + 2)) + note + "\n"
  }

  /// Nine layers at most, evenly spread from the first to the last.
  static func shown(_ layers: [Int]) -> [Int] { spread(layers.count, 9).map { layers[$0] } }

  /// Indices below `count`, at most `limit`, evenly spread from the first to the last.
  private static func spread(_ count: Int, _ limit: Int) -> [Int] {
    if count <= limit { return Array(0..<count) }
    if limit < 2 { return [0] }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in order of first appearance.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
