/// A plot of lines over one axis: intervals as bands, reference lines, each line with its name at its end.
public struct LinePlot: Plot {
  public struct Line: Sendable {
    public var label: String
    /// (x, y) in ascending x; points that are not finite leave a gap.
    public var points: [(x: Double, y: Double)]
    /// Lower and upper bound over ascending x; drawn as a band behind the lines.
    public var band: [(x: Double, low: Double, high: Double)] = []
    /// nil: the next one in turn.
    public var color: PlotColor?
    public var marks: [(x: Double, y: Double, shape: Mark)] = []

    public init(label: String, points: [(x: Double, y: Double)]) {
      self.label = label
      self.points = points
    }
  }

  /// The sign on a point, so that color alone never carries what it means.
  public enum Mark: Sendable { case disc, square, ring }

  /// A horizontal line with its name.
  public struct Reference: Sendable {
    public var y: Double
    public var label: String

    public init(y: Double, label: String) {
      self.y = y
      self.label = label
    }
  }

  public var title: String
  /// With its unit, as "tokens, millions".
  public var xLabel: String
  public var yLabel: String
  public var lines: [Line]
  public var references: [Reference] = []
  public var size = (width: 720.0, height: 400.0)
  /// What is seen of the vertical axis at most; what lies beyond is cut off at the border of the field.
  public var yLimits: ClosedRange<Double>?
  /// Whether x counts something, such as layers.
  public var countsX = false

  public init(title: String, xLabel: String, yLabel: String, lines: [Line]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
  }

  public var content: String {
    let layout = LinePlotLayout(self)
    return layout.frame.title(title) + layout.frame.axes(layout.x, layout.y, xLabel: xLabel, yLabel: yLabel)
      + layout.frame.clipped(layout.bands + layout.guides + layout.curves) + layout.marks + layout.names
  }
}
