/// A plot of lines over one axis as an SVG picture that stands alone: light and dark, no script, text as text.
public struct LinePlot: Sendable {
  public struct Line: Sendable {
    public var label: String
    /// (x, y) in ascending x; points that are not finite leave a gap.
    public var points: [(x: Double, y: Double)]

    public init(label: String, points: [(x: Double, y: Double)]) {
      self.label = label
      self.points = points
    }
  }

  public var title: String
  /// With its unit, as "tokens, millions".
  public var xLabel: String
  public var yLabel: String
  public var lines: [Line]

  public init(title: String, xLabel: String, yLabel: String, lines: [Line]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
  }

  private static let width = 720.0
  private static let height = 400.0
  private static let left = 64.0
  private static let right = 132.0
  private static let top = 44.0
  private static let bottom = 52.0
  /// Told apart with every common kind of color blindness (Okabe & Ito 2008), first the strongest on white and black.
  private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

  /// The picture.
  public var svg: String {
    let points = lines.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let x = AxisScale(
      covering: points.map(\.x), pixels: (Self.left, Self.width - Self.right))
    let y = AxisScale(covering: points.map(\.y), pixels: (Self.height - Self.bottom, Self.top))
    return head + grid(x, y) + lines.enumerated().map { drawn($1, $0, x, y) }.joined() + "</svg>\n"
  }

  private var head: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(SVG.number(Self.width)) \(SVG.number(Self.height))" \
    role="img" aria-label="\(SVG.escaped(title))">
    <style>
    svg { font: 13px system-ui, sans-serif; background: #fff; --ink: #222; --faint: #ddd; }
    @media (prefers-color-scheme: dark) { svg { background: #16181c; --ink: #ddd; --faint: #383c44; } }
    text { fill: var(--ink); } .grid { stroke: var(--faint); } .line { fill: none; stroke-width: 2; }
    </style>
    <text x="\(SVG.number(Self.left))" y="24" font-weight="600">\(SVG.escaped(title))</text>

    """
  }

  private func grid(_ x: AxisScale, _ y: AxisScale) -> String {
    var text = ""
    let base = Self.height - Self.bottom
    for tick in y.ticks {
      let at = SVG.number(y.position(tick))
      text += "<line class=\"grid\" x1=\"\(SVG.number(Self.left))\" x2=\"\(SVG.number(Self.width - Self.right))\""
      text += " y1=\"\(at)\" y2=\"\(at)\"/>\n"
      text += "<text x=\"\(SVG.number(Self.left - 8))\" y=\"\(at)\" dy=\"4\" text-anchor=\"end\">"
      text += "\(SVG.number(tick))</text>\n"
    }
    for tick in x.ticks {
      text += "<text x=\"\(SVG.number(x.position(tick)))\" y=\"\(SVG.number(base + 20))\" text-anchor=\"middle\">"
      text += "\(SVG.number(tick))</text>\n"
    }
    let middle = SVG.number((Self.left + Self.width - Self.right) / 2)
    text += "<text x=\"\(middle)\" y=\"\(SVG.number(Self.height - 12))\" text-anchor=\"middle\">"
    text += "\(SVG.escaped(xLabel))</text>\n"
    let half = SVG.number((Self.top + base) / 2)
    text += "<text x=\"16\" y=\"\(half)\" text-anchor=\"middle\" transform=\"rotate(-90 16 \(half))\">"
    return text + "\(SVG.escaped(yLabel))</text>\n"
  }

  /// One line, with its label at its end.
  private func drawn(_ line: Line, _ index: Int, _ x: AxisScale, _ y: AxisScale) -> String {
    let color = Self.colors[index % Self.colors.count]
    var path = ""
    var isOpen = false
    for point in line.points {
      guard point.x.isFinite && point.y.isFinite else {
        isOpen = false
        continue
      }
      path += "\(isOpen ? "L" : "M")\(SVG.number(x.position(point.x))) \(SVG.number(y.position(point.y)))"
      isOpen = true
    }
    guard let last = line.points.last(where: { $0.x.isFinite && $0.y.isFinite }) else { return "" }
    return """
      <path class="line" stroke="\(color)" d="\(path)"/>
      <text x="\(SVG.number(x.position(last.x) + 8))" y="\(SVG.number(y.position(last.y)))" dy="4" \
      style="fill: \(color)">\(SVG.escaped(line.label))</text>

      """
  }
}
