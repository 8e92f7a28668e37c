import MindstateNumerics
import MindstateReport
import MindstateStore

/// One file of a run directory (or a few that belong together): what it is made from, and how.
///
/// A piece is redone only when its key has changed or a file of it is missing. So a key names everything that can
/// change the files: digests of models and of what is fed, keys of other pieces, settings, the build of the tool.
protocol SweepPiece: Sendable {
  /// What kind of work it is: `capture`, `answers`, `tables`, …
  var stage: String { get }
  /// The condition or table, for the person who waits.
  var name: String { get }
  /// Paths in the run directory.
  var files: [String] { get }
  /// Finds everything that would stop `make` and can be known before anything is captured: `run` then has conditions
  /// without states.
  func check(_ run: SweepRun) throws
  /// Those of `files` that there are, which can depend on what other pieces found.
  func written(_ run: SweepRun) throws -> [String]
  /// What the files are made from.
  func key(_ run: SweepRun) throws -> String
  /// The contents of the files that there are, in their order.
  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent]
}

/// What goes into a file.
enum SweepContent: Sendable {
  case bytes([UInt8])
  case capture(Capture)
  /// Written, whole or not at all, by somebody else to the path that is given.
  case file(@Sendable (String) throws -> Void)

  /// The same with the texts of a table so.
  func withTexts(_ texts: CSVTexts) -> SweepContent {
    switch self {
    case .bytes(let table): .bytes(texts.applied(to: table))
    case .capture, .file: self
    }
  }

  func write(to path: String) throws {
    switch self {
    case .bytes(let bytes): try AtomicFile.write(to: path) { try $0.write(bytes) }
    case .capture(let capture): try capture.write(to: path)
    case .file(let write): try write(path)
    }
  }
}

extension SweepPiece {
  func check(_ run: SweepRun) throws {}
  func written(_ run: SweepRun) throws -> [String] { files }

  /// Whether nothing else is made from it, so that its failure stops nothing else.
  var isTable: Bool { stage == "tables" }

  /// A digest of `parts` and of the build that works with them.
  func digest(_ parts: [String]) -> String {
    Digest(([Tool.build, stage] + parts).map { "\($0.utf8.count):\($0)" }.joined(separator: "\n")).text
  }
}
