/// Where the parts of a line plot stand.
struct LinePlotLayout {
  private let plot: LinePlot
  let frame: PlotFrame
  let x: AxisScale
  let y: AxisScale

  init(_ plot: LinePlot) {
    self.plot = plot
    let names = plot.lines.filter { !$0.points.isEmpty }.map(\.label) + plot.references.map(\.label)
    let room = min(max(names.map(PlotText.width).max() ?? 0, 20) + 20, plot.size.width * 0.3)
    frame = PlotFrame(size: plot.size, right: room)
    let xs = plot.lines.flatMap { $0.points.map(\.x) + $0.band.map(\.x) }.filter(\.isFinite)
    x = AxisScale(covering: xs, pixels: (frame.inner.left, frame.inner.right), wholeNumbers: plot.countsX)
    var ys =
      plot.lines.flatMap { $0.points.map(\.y) + $0.band.flatMap { [$0.low, $0.high] } } + plot.references.map(\.y)
    ys = ys.filter(\.isFinite)
    if let limits = plot.yLimits { ys = ys.map { min(max($0, limits.lowerBound), limits.upperBound) } }
    y = AxisScale(covering: ys, pixels: (frame.inner.bottom, frame.inner.top))
  }

  private func color(_ index: Int) -> PlotColor { plot.lines[index].color ?? .turn(index) }
  private func place(_ x: Double, _ y: Double) -> String {
    "\(SVG.number(self.x.position(x))) \(SVG.number(self.y.position(y)))"
  }

  var bands: String {
    plot.lines.indices.map { index in
      let band = plot.lines[index].band.filter { $0.x.isFinite && $0.low.isFinite && $0.high.isFinite }
      if band.isEmpty { return "" }
      let there = band.map { place($0.x, $0.high) }
      let back = band.reversed().map { place($0.x, $0.low) }
      return "<path class=\"band f\(color(index).rawValue)\" d=\"M\((there + back).joined(separator: "L"))Z\"/>\n"
    }.joined()
  }

  var guides: String {
    plot.references.map { reference in
      let at = SVG.number(y.position(reference.y))
      return "<line class=\"guide\" x1=\"\(SVG.number(frame.inner.left))\" x2=\"\(SVG.number(frame.inner.right))\" "
        + "y1=\"\(at)\" y2=\"\(at)\"/>\n"
    }.joined()
  }

  var curves: String { plot.lines.indices.map(curve).joined() }

  /// Not clipped, so that a mark at the border stays whole; those beyond it are left out.
  var marks: String { plot.lines.indices.map(marks).joined() }

  private func curve(_ index: Int) -> String {
    var path = ""
    var isOpen = false
    for point in plot.lines[index].points {
      guard point.x.isFinite && point.y.isFinite else {
        isOpen = false
        continue
      }
      path += "\(isOpen ? "L" : "M")\(place(point.x, point.y))"
      isOpen = true
    }
    return path.isEmpty ? "" : "<path class=\"line s\(color(index).rawValue)\" d=\"\(path)\"/>\n"
  }

  private func marks(_ index: Int) -> String {
    plot.lines[index].marks.filter(isSeen).map { mark in
      let (cx, cy) = (x.position(mark.x), y.position(mark.y))
      let color = color(index).rawValue
      switch mark.shape {
      case .disc: return "<circle class=\"f\(color)\" cx=\"\(SVG.number(cx))\" cy=\"\(SVG.number(cy))\" r=\"4.5\"/>\n"
      case .ring:
        return "<circle class=\"hollow s\(color)\" cx=\"\(SVG.number(cx))\" cy=\"\(SVG.number(cy))\" r=\"4.5\"/>\n"
      case .square:
        return "<rect class=\"f\(color)\" x=\"\(SVG.number(cx - 4.5))\" y=\"\(SVG.number(cy - 4.5))\" width=\"9\" "
          + "height=\"9\"/>\n"
      }
    }.joined()
  }

  private func isSeen(_ mark: (x: Double, y: Double, shape: LinePlot.Mark)) -> Bool {
    guard mark.x.isFinite && mark.y.isFinite else { return false }
    return (frame.inner.top - 1...frame.inner.bottom + 1).contains(y.position(mark.y))
  }

  /// The name of each line at its end and of each reference at its height, moved apart where they would overlap.
  var names: String {
    var entries: [(label: String, y: Double, classes: String)] = []
    for (index, line) in plot.lines.enumerated() where !line.label.isEmpty {
      let end = line.points.last { $0.x.isFinite && $0.y.isFinite }?.y ?? line.band.last.map { ($0.low + $0.high) / 2 }
      guard let end, end.isFinite else { continue }
      entries.append((line.label, y.position(end), "f\(color(index).rawValue)"))
    }
    entries += plot.references.filter { !$0.label.isEmpty }.map { ($0.label, y.position($0.y), "faint") }
    let heights = PlotText.spread(
      entries.map { min(max($0.y, frame.inner.top), frame.inner.bottom) }, gap: 15,
      within: frame.inner.top...frame.inner.bottom)
    return zip(entries, heights).map { entry, height in
      PlotText.label(
        entry.label, x: frame.inner.right + 8, y: height + 4, room: frame.right - 10, classes: entry.classes)
    }.joined()
  }
}
