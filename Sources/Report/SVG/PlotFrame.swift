/// The field of a plot with two axes: grid, ticks with their numbers, labels with their units.
struct PlotFrame: Sendable {
  var size: (width: Double, height: Double)
  var left = 56.0
  var right = 16.0
  var top = 40.0
  var bottom = 48.0

  var inner: (left: Double, right: Double, top: Double, bottom: Double) {
    (left, size.width - right, top, size.height - bottom)
  }

  func title(_ text: String) -> String {
    PlotText.label(text, x: 12, y: 22, room: (size.width - 24) * 0.95, classes: "title")
  }

  /// Only what is inside the field of `content` is seen.
  func clipped(_ content: String) -> String {
    let numbers = [inner.left, inner.top, inner.right - inner.left, inner.bottom - inner.top].map(SVG.number)
    return "<svg x=\"\(numbers[0])\" y=\"\(numbers[1])\" width=\"\(numbers[2])\" height=\"\(numbers[3])\" "
      + "viewBox=\"\(numbers.joined(separator: " "))\" preserveAspectRatio=\"none\">\n\(content)</svg>\n"
  }

  func axes(_ x: AxisScale, _ y: AxisScale, xLabel: String, yLabel: String) -> String {
    horizontal(x, xLabel) + vertical(y, yLabel)
  }

  private func vertical(_ y: AxisScale, _ label: String) -> String {
    var text = ""
    for tick in y.ticks {
      let at = SVG.number(y.position(tick))
      text += "<line class=\"grid\" x1=\"\(SVG.number(inner.left))\" x2=\"\(SVG.number(inner.right))\""
      text += " y1=\"\(at)\" y2=\"\(at)\"/>\n"
      text += "<text class=\"faint\" x=\"\(SVG.number(inner.left - 7))\" y=\"\(at)\" dy=\"4\" text-anchor=\"end\">"
      text += "\(SVG.number(tick))</text>\n"
    }
    let half = SVG.number((inner.top + inner.bottom) / 2)
    text += "<text x=\"15\" y=\"\(half)\" text-anchor=\"middle\" transform=\"rotate(-90 15 \(half))\">"
    return text + "\(SVG.escaped(PlotText.fitted(label, inner.bottom - inner.top + 40)))</text>\n"
  }

  private func horizontal(_ x: AxisScale, _ label: String) -> String {
    var text = ""
    for tick in x.ticks {
      text += "<text class=\"faint\" x=\"\(SVG.number(x.position(tick)))\" y=\"\(SVG.number(inner.bottom + 18))\""
      text += " text-anchor=\"middle\">\(SVG.number(tick))</text>\n"
    }
    let middle = (inner.left + inner.right) / 2
    return text
      + PlotText.label(label, x: middle, y: size.height - 10, room: inner.right - inner.left + 30, anchor: "middle")
  }
}
