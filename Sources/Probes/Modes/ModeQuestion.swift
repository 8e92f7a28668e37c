public import MindstateNumerics

/// Into which mode does a condition put the model? A probe is fitted to tell the modes of the base model apart (bare,
/// in a transcript, in a film script, …) and then reads states of other conditions, of prompts it was not fitted on.
public struct ModeQuestion: Sendable {
  /// One or more conditions that go by one name, as ten irrelevant wrappers may.
  public struct Mode: Sendable {
    public var name: String
    public var conditions: [ConditionStates]

    public init(name: String, conditions: [ConditionStates]) {
      self.name = name
      self.conditions = conditions
    }
  }

  /// Two or more.
  public var modes: [Mode]
  /// What is scored beside the fitted conditions themselves.
  public var scored: [ConditionStates]
  /// nil: what all captures hold, which must then be the same in each.
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  public var folds = 5
  /// Draws of each bootstrap.
  public var resamples = 2000
  public var seed: UInt64 = 0

  public init(modes: [Mode], scored: [ConditionStates]) {
    self.modes = modes
    self.scored = scored
  }

  /// Checks everything, then fits and scores every site, layer and position. The same question gives the same table
  /// with any number of threads. Cost: one multinomial logistic regression of modes × prompts rows a fold, twice.
  public func run(workers: Workers = Workers()) throws(ModeError) -> ModeTable {
    let plan = try ModePlan(self)
    let rows = try workers.results(plan.cells.count) { index throws(ModeError) in try plan.rows(at: plan.cells[index]) }
    return ModeTable(rows: rows.flatMap { $0 }, caveats: plan.caveats)
  }
}

/// The result: `modes.csv` row by row.
public struct ModeTable: Sendable, Equatable {
  public var rows: [ModeRow]
  public var caveats: [Caveat]

  public init(rows: [ModeRow], caveats: [Caveat] = []) {
    self.rows = rows
    self.caveats = caveats
  }
}

/// How far one condition is in one mode, at one site, layer and position.
public struct ModeRow: Sendable, Equatable {
  /// The names of all modes of the probe.
  public var modes: [String]
  public var scoredCondition: String
  public var site: String
  public var layer: Int
  public var position: String
  public var mode: String
  /// Share of prompts that the probe puts in this mode, with its 95 % interval over clusters of prompts.
  public var share: Estimate
  /// Mean over prompts of ln p/(1 − p) of this mode, with its interval.
  public var logOdds: Estimate
  /// Whether the scored condition was read at the same tokens as the fitted ones; nil where a capture does not tell.
  public var tokenMatch: Bool?
  /// How well the probe tells the fitted conditions apart out of fold: mean over modes of the share put right.
  public var fitAccuracy: Double?
  /// The same after the modes of each prompt's states were swapped at random: chance is 1 / modes.
  public var controlAccuracy: Double?
  /// Expected calibration error of the probe on the fitted conditions, out of fold (10 bins of the top probability).
  public var calibrationError: Double?
  /// Prompts.
  public var n: Int
  public var seed: UInt64
}

/// Why modes cannot be told.
public enum ModeError: Error, Sendable {
  case fewerThanTwoModes(Int)
  case modeWithoutConditions(String)
  case repeatedMode(String)
  /// Captures that do not belong together.
  case captures(ComparisonError)
  /// Several tokens a prompt.
  case raggedPosition(String)
  case probe(ProbeError, place: String)
  /// A trajectory needs the tokens of the prompt.
  case noPromptTokens(condition: String)
}

extension ModeError: CustomStringConvertible {
  /// One line: where, what against what, what to do.
  public var description: String {
    switch self {
    case .fewerThanTwoModes(let count):
      "modes: \(count) mode\(count == 1 ? "" : "s") to fit, two are needed. Give captures of two or more."
    case .modeWithoutConditions(let name):
      "modes: \(name) has no capture. Name one."
    case .repeatedMode(let name):
      "modes: \(name) is given twice. Put its captures in one list, \(name)=A,B."
    case .captures(let error): error.description
    case .raggedPosition(let position):
      "modes: \(position) reads several tokens a prompt, a mode is told from one. Choose another position."
    case .probe(let error, let place): "\(place): \(error)"
    case .noPromptTokens(let condition):
      "trajectory: \(condition) holds no position prompt-all. Capture it at the positions prompt-all and last."
    }
  }
}
