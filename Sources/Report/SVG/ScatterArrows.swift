/// Points of several groups in a plane whose two axes have one unit, with arrows between centers.
public struct ScatterArrows: Plot {
  public struct Group: Sendable {
    public var label: String
    public var points: [(x: Double, y: Double)]
    /// nil: the next one in turn.
    public var color: PlotColor?
    /// Where there is nothing to name, only dots are drawn.
    public var isNamed = true

    public init(label: String, points: [(x: Double, y: Double)]) {
      self.label = label
      self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }

    /// The mean of the points; nil where there are none.
    public var center: (x: Double, y: Double)? {
      if points.isEmpty { return nil }
      let n = Double(points.count)
      return (points.reduce(0) { $0 + $1.x } / n, points.reduce(0) { $0 + $1.y } / n)
    }
  }

  public var title: String
  public var xLabel: String
  public var yLabel: String
  public var groups: [Group]
  /// Arrows between the centers of groups, by their places in `groups`.
  public var arrows: [(from: Int, to: Int)] = []
  public var size = (width: 480.0, height: 430.0)
  /// Of each group at most so many, the first ones; centers are always of all.
  public var mostDots = Int.max

  public init(title: String, xLabel: String, yLabel: String, groups: [Group]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.groups = groups
  }

  public var content: String {
    let frame = PlotFrame(size: size)
    let (x, y) = scales(frame)
    let points = groups.indices.map { dots($0, x, y) }.joined()
    let lines = arrows.map { arrow($0.from, $0.to, x, y) }.joined()
    return frame.title(title) + frame.axes(x, y, xLabel: xLabel, yLabel: yLabel) + frame.clipped(points + lines)
      + names(frame, x, y)
  }

  private func color(_ index: Int) -> Int { (groups[index].color ?? .turn(index)).rawValue }

  /// One unit is equally long on both axes, so that distances in the picture are distances.
  private func scales(_ frame: PlotFrame) -> (x: AxisScale, y: AxisScale) {
    let points = groups.flatMap(\.points)
    func range(_ values: [Double]) -> (middle: Double, span: Double) {
      let (low, high) = (values.min() ?? 0, values.max() ?? 1)
      return ((low + high) / 2, max(high - low, 1e-9) * 1.08)
    }
    let (horizontal, vertical) = (range(points.map(\.x)), range(points.map(\.y)))
    let width = frame.inner.right - frame.inner.left
    let height = frame.inner.bottom - frame.inner.top
    let unit = max(horizontal.span / width, vertical.span / height)
    func axis(_ middle: Double, _ length: Double, _ pixels: (Double, Double)) -> AxisScale {
      AxisScale(exactly: (middle - unit * length / 2)...(middle + unit * length / 2), pixels: pixels)
    }
    return (
      axis(horizontal.middle, width, (frame.inner.left, frame.inner.right)),
      axis(vertical.middle, height, (frame.inner.bottom, frame.inner.top))
    )
  }

  private func dots(_ index: Int, _ x: AxisScale, _ y: AxisScale) -> String {
    let circles = groups[index].points.prefix(mostDots).map { point in
      "<circle cx=\"\(SVG.number(x.position(point.x)))\" cy=\"\(SVG.number(y.position(point.y)))\" r=\"2.5\"/>"
    }
    return "<g class=\"dot f\(color(index))\">\(circles.joined())</g>\n"
  }

  /// A line with a head of its own: a marker would need an identifier, which two plots in one page must not share.
  private func arrow(_ from: Int, _ to: Int, _ x: AxisScale, _ y: AxisScale) -> String {
    guard groups.indices.contains(from), groups.indices.contains(to), let a = groups[from].center,
      let b = groups[to].center
    else { return "" }
    let (ax, ay) = (x.position(a.x), y.position(a.y))
    let (bx, by) = (x.position(b.x), y.position(b.y))
    let length = ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).squareRoot()
    if length < 2 { return "" }
    let (ux, uy) = ((bx - ax) / length, (by - ay) / length)
    let head = min(12, length / 2)
    let (hx, hy) = (bx - ux * head, by - uy * head)
    let corners = [
      (bx, by), (hx - uy * head * 0.45, hy + ux * head * 0.45), (hx + uy * head * 0.45, hy - ux * head * 0.45),
    ]
    let path = corners.map { "\(SVG.number($0.0)) \(SVG.number($0.1))" }.joined(separator: "L")
    return "<path class=\"line halo\" style=\"stroke-width: 5px\" d=\"M\(SVG.number(ax)) \(SVG.number(ay))"
      + "L\(SVG.number(hx)) \(SVG.number(hy))\"/>\n"
      + "<path class=\"line s\(color(to))\" d=\"M\(SVG.number(ax)) \(SVG.number(ay))L\(SVG.number(hx)) "
      + "\(SVG.number(hy))\"/>\n<path class=\"f\(color(to))\" d=\"M\(path)Z\"/>\n"
  }

  private func names(_ frame: PlotFrame, _ x: AxisScale, _ y: AxisScale) -> String {
    let named = groups.indices.filter { groups[$0].isNamed && groups[$0].center != nil }
    let centers = named.compactMap { groups[$0].center }
    let heights = PlotText.spread(
      centers.map { y.position($0.y) - 8 }, gap: 16, within: (frame.inner.top + 12)...(frame.inner.bottom - 4))
    return zip(named.indices, heights).map { index, height in
      let group = groups[named[index]]
      let width = min(PlotText.width(group.label), 180)
      let most = frame.inner.right - width / 2
      let at = min(max(x.position(centers[index].x), frame.inner.left + width / 2), max(most, frame.inner.left))
      return PlotText.label(
        group.label, x: at, y: height, room: 190, anchor: "middle", classes: "halo f\(color(named[index]))")
    }.joined()
  }
}
