import MindstateModel
import MindstateNumerics
public import MindstateProbes
public import MindstateReport
import MindstateStore

/// Captures of the modes and of what is scored, and where the table goes.
public struct ModesRequest: Sendable {
  /// Capture files of one mode.
  public struct Mode: Sendable, Equatable {
    /// nil: the condition of its only capture.
    public var name: String?
    public var captures: [String]

    public init(name: String? = nil, captures: [String]) {
      self.name = name
      self.captures = captures
    }

    /// `FILE`, or `NAME=FILE,FILE,…`; `\,` is a comma in a file's name, `\=` an equals sign in the mode's.
    public init(parsing text: String) {
      guard FileSystem.kind(of: text) == nil, let (name, files) = NameList.assignment(in: text) else {
        self.init(captures: [text])
        return
      }
      self.init(name: name, captures: NameList.parts(of: files))
    }
  }

  public var fit: [Mode]
  public var score: [String]
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  public var folds = 5
  public var resamples = 2000
  public var seed: UInt64 = 0
  public var threads: Int?
  /// A file ending in `.csv`, or a directory that gets `modes.csv`; nil writes nothing.
  public var output: String?
  /// How names stand in the tables.
  public var texts = CSVTexts.guarded

  public init(fit: [Mode], score: [String]) {
    self.fit = fit
    self.score = score
  }

  /// The file that `run` writes.
  public var file: String? { output.map { TableFile($0, name: "modes.csv").path } }

  /// Reads the captures, computes the table, and writes it whole.
  public func run() throws -> ModeTable {
    let file = output.map { TableFile($0, name: "modes.csv", texts: texts) }
    try file?.check()
    let table = try question().run(workers: Workers(threads: threads))
    try file?.write(table.csv)
    return table
  }

  private func question() throws -> ModeQuestion {
    func states(_ path: String) throws -> ConditionStates { ConditionStates(try StateStore(path: path), label: path) }
    let modes = try fit.map { mode in
      let conditions = try mode.captures.map(states)
      return ModeQuestion.Mode(name: mode.name ?? conditions.first?.condition ?? "", conditions: conditions)
    }
    var question = ModeQuestion(modes: modes, scored: try score.map(states))
    question.sites = sites
    question.layers = layers
    question.positions = positions
    question.folds = folds
    question.resamples = resamples
    question.seed = seed
    return question
  }
}
