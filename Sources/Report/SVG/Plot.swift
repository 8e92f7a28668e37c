/// A picture that stands alone as a file and can also stand in a page, where the page holds the style once.
public protocol Plot: Sendable {
  var title: String { get }
  /// Width and height in the units of the picture; text is 13 of them high.
  var size: (width: Double, height: Double) { get }
  /// Everything between the opening and the closing tag.
  var content: String { get }
}

extension Plot {
  /// A file of its own: light and dark, no script, text as text.
  public var svg: String { opening + "<style>\n\(PlotStyle.css)</style>\n" + content + "</svg>\n" }

  /// For a page that holds `PlotStyle.css`. The picture shrinks with its column down to where its text is still legible.
  package var inline: String { opening + content + "</svg>\n" }

  private var opening: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 \(SVG.number(size.width)) \
    \(SVG.number(size.height))" role="img" aria-label="\(SVG.escaped(PlotText.cut(title, to: 400)))">

    """
  }
}

/// A color of a plot: what it is in light and in dark.
///
/// After Okabe & Ito (2008), told apart with every common kind of color blindness; darkened on white and lightened on
/// black so that text in these colors has a contrast of at least 4.5 (WCAG 2.2, 1.4.3).
public enum PlotColor: Int, Sendable, CaseIterable {
  case blue, vermilion, green, purple, ochre, sky, grey

  /// The n-th of the colors that lines take in turn; grey is for what is quiet.
  public static func turn(_ index: Int) -> PlotColor { allCases[index % (allCases.count - 1)] }

  var light: String {
    ["#0072b2", "#c44e00", "#00795a", "#a2497c", "#8f6400", "#2f7fa8", "#6a6f78"][rawValue]
  }

  var dark: String {
    ["#6cb8f0", "#ff8a4c", "#35c79a", "#e39cc6", "#eeb13c", "#9fd8f5", "#9aa0aa"][rawValue]
  }
}

/// The style of all plots. Colors are written out, not as variables, which many viewers of SVG files do not know.
enum PlotStyle {
  static let css = """
    .plot { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; background: #fff; }
    .plot text { fill: #222; unicode-bidi: isolate; }
    .plot .title { font-weight: 600; }
    .plot .faint { fill: #5b606a; }
    .plot .grid { stroke: #e2e4e8; }
    .plot .guide { stroke: #5b606a; stroke-dasharray: 5 4; }
    .plot .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
    .plot .band { stroke: none; opacity: .18; }
    .plot .halo { stroke: #fff; stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }
    .plot .hollow { fill: #fff; stroke-width: 2; }
    .plot .dot { stroke: none; opacity: .45; }
    .plot .void { fill: none; stroke: #c9ccd2; stroke-dasharray: 2 3; }
    .plot .over { fill: #fff; }
    .plot .middle { fill: #111; }
    \(colors(\.light))@media (prefers-color-scheme: dark) {
    .plot { background: #16181c; }
    .plot text { fill: #e2e4e8; }
    .plot .faint { fill: #a6acb6; }
    .plot .grid { stroke: #30343c; }
    .plot .guide { stroke: #a6acb6; }
    .plot .hollow { fill: #16181c; }
    .plot .halo { stroke: #16181c; }
    .plot .void { stroke: #4a4f59; }
    .plot .over, .plot .middle { fill: #101216; }
    \(colors(\.dark))}

    """

  /// Classes `f0` … fill and `s0` … stroke in a color.
  private static func colors(_ shade: KeyPath<PlotColor, String>) -> String {
    PlotColor.allCases.map { color in
      let (index, value) = (color.rawValue, color[keyPath: shade])
      return ".plot .f\(index) { fill: \(value); } .plot .s\(index) { stroke: \(value); }\n"
    }.joined()
  }
}
