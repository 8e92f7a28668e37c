/// Values of rows against columns as shades of one color, each with its number where there is room.
public struct HeatMap: Plot {
  public var title: String
  public var rowTitle: String
  public var columnTitle: String
  /// What a value is, with its unit.
  public var unit: String
  public var rows: [String]
  public var columns: [String]
  /// By row; nil where there is none.
  public var values: [[Double?]]
  /// From the faintest shade to the strongest; by default that of the values.
  public var range: ClosedRange<Double>?

  public init(
    title: String, rowTitle: String, columnTitle: String, unit: String, rows: [String], columns: [String],
    values: [[Double?]]
  ) {
    self.title = title
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.unit = unit
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  private var hasNumbers: Bool { max(rows.count, columns.count) <= 12 }
  private var cell: (width: Double, height: Double) { hasNumbers ? (44, 30) : (20, 20) }
  private var left: Double { min(max(rows.map(PlotText.width).max() ?? 0, 40), 170) + 40 }
  private var head: Double { min(max(columns.map(PlotText.width).max() ?? 0, 40), 170) * 0.75 + 58 }
  private var fieldWidth: Double { cell.width * Double(columns.count) }
  private var fieldHeight: Double { cell.height * Double(rows.count) }

  public var size: (width: Double, height: Double) {
    // The slanted name of the last column reaches beyond the field.
    (max(left + fieldWidth + head * 0.75, 420), head + fieldHeight + 62)
  }

  private var scale: ClosedRange<Double> {
    if let range { return range }
    let all = values.joined().compactMap { $0 }.filter(\.isFinite)
    guard let low = all.min(), let high = all.max(), low < high else {
      return (all.first ?? 0)...((all.first ?? 0) + 1)
    }
    return min(low, 0)...high
  }

  /// 0 … 1.
  private func strength(_ value: Double) -> Double {
    min(max((value - scale.lowerBound) / (scale.upperBound - scale.lowerBound), 0), 1)
  }

  public var content: String {
    let frame = PlotFrame(size: size)
    return frame.title(title) + names
      + rows.indices.map { row in
        columns.indices.map { drawn(row, $0) }.joined()
      }.joined() + legend
  }

  private var names: String {
    var text = ""
    for (index, name) in rows.enumerated() {
      let y = head + (Double(index) + 0.5) * cell.height + 4
      text += PlotText.label(name, x: left - 8, y: y, room: left - 36, anchor: "end")
    }
    for (index, name) in columns.enumerated() {
      let x = SVG.number(left + (Double(index) + 0.5) * cell.width)
      text += "<g transform=\"translate(\(x) \(SVG.number(head - 8))) rotate(-45)\">"
      text += PlotText.label(name, x: 0, y: 4, room: 172) + "</g>\n"
    }
    let middle = SVG.number(head + fieldHeight / 2)
    text +=
      "<text class=\"faint\" x=\"16\" y=\"\(middle)\" text-anchor=\"middle\" transform=\"rotate(-90 16 \(middle))\">"
    text += "\(SVG.escaped(rowTitle))</text>\n"
    return text
      + PlotText.label(
        columnTitle, x: left - 8, y: head - 12, room: left, anchor: "end", classes: "faint")
  }

  private func drawn(_ row: Int, _ column: Int) -> String {
    let x = left + Double(column) * cell.width
    let y = head + Double(row) * cell.height
    let box =
      "x=\"\(SVG.number(x + 1))\" y=\"\(SVG.number(y + 1))\" width=\"\(SVG.number(cell.width - 2))\" "
      + "height=\"\(SVG.number(cell.height - 2))\""
    let value = row < values.count && column < values[row].count ? values[row][column] : nil
    guard let value, value.isFinite else { return "<rect class=\"void\" \(box)/>\n" }
    let strength = strength(value)
    let shade = "<rect class=\"f0\" fill-opacity=\"\(SVG.number(0.06 + 0.94 * strength))\" \(box)>"
    let whole =
      "<title>\(SVG.escaped(PlotText.cut(rows[row], to: 80))) / "
      + "\(SVG.escaped(PlotText.cut(columns[column], to: 80))): \(SVG.number(value))</title></rect>\n"
    if !hasNumbers { return shade + whole }
    return shade + whole
      + "<text class=\"\(Self.ink(strength))\" x=\"\(SVG.number(x + cell.width / 2))\" "
      + "y=\"\(SVG.number(y + cell.height / 2 + 4))\" text-anchor=\"middle\">\(SVG.rounded(value, 2))</text>\n"
  }

  /// The ink of a number that has a contrast of 4 or so on its shade, in light and in dark.
  private static func ink(_ strength: Double) -> String { strength > 0.82 ? "over" : strength > 0.5 ? "middle" : "" }

  private var legend: String {
    let y = head + fieldHeight + 18
    var text = PlotText.label(unit, x: 12, y: y + 32, room: size.width - 24, classes: "faint")
    text += PlotText.label(SVG.rounded(scale.lowerBound, 2), x: 12, y: y + 10, room: 60, classes: "faint")
    for step in 0..<8 {
      text += "<rect class=\"f0\" fill-opacity=\"\(SVG.number(0.06 + 0.94 * (Double(step) + 0.5) / 8))\" "
      text += "x=\"\(SVG.number(52 + Double(step) * 14))\" y=\"\(SVG.number(y))\" width=\"14\" height=\"12\"/>\n"
    }
    return text + PlotText.label(SVG.rounded(scale.upperBound, 2), x: 172, y: y + 10, room: 80, classes: "faint")
  }
}
