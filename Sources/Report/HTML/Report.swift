public import MindstateStore

/// The report of a run directory: one HTML page that stands alone, and its plots as files.
///
/// Everything said is made from the tables of the run; a section whose table is not there is left out.
public struct Report: Sendable {
  public static let file = "report.html"

  public let directory: String
  /// The page.
  public let html: String
  /// By path within the run directory: each plot as SVG, and its numbers as CSV.
  public let plots: [(path: String, bytes: [UInt8])]

  /// Reads `directory` and makes the report; writes nothing.
  /// - Parameter texts: how names stand in the numbers of the plots.
  /// - Throws: `ReportError` where there is no finished run, or a file of it is not what it should be.
  public init(directory: String, texts: CSVTexts = .guarded) throws(ReportError) {
    let run = try RunContents(directory: directory)
    self.directory = directory
    var sections = [
      AnswerSection.make(run), ModesSection.make(run), ConditionsSection.make(run), VerdictSection.make(run),
      MetricSection.make(run), HeatMapSection.make(run), CrossedSection.make(run), ProbeSection.make(run),
      MapSection.make(run), TrajectorySection.make(run), BehaviourSection.make(run), CaveatSection.make(run),
      MethodSection.make(run),
    ].compactMap { $0 }
    FigureNames.makeDistinct(&sections)
    let figures = sections.flatMap { $0.blocks.flatMap(\.figures) }
    sections.append(FileSection.make(run, figures: figures))
    html = try Page(run, sections: sections).html()
    plots = figures.flatMap { figure in
      [(figure.svgPath, Array(figure.plot.svg.utf8)), (figure.csvPath, texts.applied(to: figure.data.csv))]
    }
  }

  /// Writes `report.html` last, so that what it links to is there.
  public func write() throws(FileError) {
    try FileSystem.createDirectory("\(directory)/plots")
    for plot in plots { try Self.write(plot.bytes, to: "\(directory)/\(plot.path)") }
    try Self.write(Array(html.utf8), to: "\(directory)/\(Self.file)")
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    do { try AtomicFile.write(to: path) { try $0.write(bytes) } } catch let error as FileError { throw error } catch {
      throw FileError(path: path, operation: .write, code: 0)
    }
  }
}

/// The page as a whole.
struct Page {
  private let run: RunContents
  private let sections: [Section]

  init(_ run: RunContents, sections: [Section]) {
    self.run = run
    self.sections = sections
  }

  func html() throws(ReportError) -> String {
    let question =
      run.manifest.question.flatMap { $0.isEmpty ? nil : PlotText.cut($0, to: 300) }
      ?? "What do the states of these conditions have in common?"
    return try Templates().rendered(
      [
        "title": PlotText.cut(question, to: 80), "question": question, "subtitle": subtitle,
        "warnings": SelfTestWords.warnings(run), "style": PageStyle.css,
        "sections": sections.map { $0.object() },
      ], "page")
  }

  private var subtitle: String {
    let manifest = run.manifest
    let parts = [
      manifest.prompts.map { Words.count($0, "prompt") }, manifest.clusters.map { Words.count($0, "cluster") },
      Words.count(manifest.conditions.count, "condition"),
    ]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }
}

extension Block {
  /// All figures within, those folded away too.
  var figures: [Figure] {
    switch self {
    case .figures(let figures): figures
    case .folded(_, let blocks): blocks.flatMap(\.figures)
    case .paragraph, .note, .warning, .list, .heading, .table, .answer, .quotes: []
    }
  }
}

/// Names of files that come from names of conditions.
enum FigureNames {
  /// Gives figures whose safe names have become alike a number each.
  static func makeDistinct(_ sections: inout [Section]) {
    var seen: [String: Int] = [:]
    for index in sections.indices { sections[index].blocks = sections[index].blocks.map { renamed($0, &seen) } }
  }

  private static func renamed(_ block: Block, _ seen: inout [String: Int]) -> Block {
    switch block {
    case .figures(var figures):
      for index in figures.indices {
        // Some file systems do not tell capital letters.
        let key = figures[index].name.lowercased()
        seen[key, default: 0] += 1
        if let count = seen[key], count > 1 { figures[index].name += ".\(count)" }
      }
      return .figures(figures)
    case .folded(let title, let blocks): return .folded(title, blocks.map { renamed($0, &seen) })
    case .paragraph, .note, .warning, .list, .heading, .table, .answer, .quotes: return block
    }
  }
}
