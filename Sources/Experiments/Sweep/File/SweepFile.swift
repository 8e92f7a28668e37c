public import MindstateModel
public import MindstateReport
import MindstateStore

/// What a sweep file says, as values: names resolved to each other, paths to the file's directory, defaults filled in.
/// Nothing it names has been opened yet; `SweepPlan` does that.
public struct SweepFile: Sendable {
  /// One way to put a model before a prompt.
  public struct Condition: Sendable, Equatable {
    public var name: String
    public var model: String
    public var adapter: String?
    public var softPrompt: String?
    /// A wrapper's name, a path, or `chat`.
    public var wrapper: String
    /// Where the file says so.
    public var place: SweepPlace
  }

  /// Which answer is forced where a position reads one.
  public enum Answers: Sendable, Equatable {
    /// The prompts' references.
    case reference
    /// The greedy answer of the X in question.
    case generated
    /// A JSONL file.
    case file(String)
  }

  /// A set of controls: wrappers of a directory around Y's model, or conditions of the file.
  public enum Controls: Sendable, Equatable {
    case none
    case directory(String)
    case named([String])
  }

  /// X, the question, and Y, the target: is X where Y is?
  public struct Pair: Sendable, Equatable {
    public var x: String
    public var y: String
  }

  /// Two tunings and two wrappers whose displacements are crossed.
  public struct Crossed: Sendable, Equatable {
    public var tunings: [String]
    public var wrappers: [String]
  }

  public struct Modes: Sendable, Equatable {
    /// In the place of a condition: all irrelevant wrappers together.
    static let irrelevant = "irrelevant"
    /// Conditions, each a mode of its own.
    public var fit: [String]
    public var score: [String]
  }

  public struct Probe: Sendable, Equatable {
    public var targets: [String]
    public var probes: [String]
    public var conditions: [String]
    /// A label whose types the control task is drawn over; nil for none.
    public var control: String?
    /// Targets that are quantities, or classes, whatever their values look like.
    public var numbers: [String] = []
    public var classes: [String] = []
  }

  public struct Trajectory: Sendable, Equatable {
    public var target: String
    public var conditions: [String]
  }

  /// What makes a paraphrase a harmless one.
  public struct Admission: Sendable, Equatable {
    /// Points by which the answer rate may differ from Y's, as a share.
    public var answerRate = 0.05
    /// Nats of mean Kullback-Leibler divergence of the next token from Y's.
    public var kl = 0.5
  }

  public enum Metrics: Sendable, Equatable {
    case standard
    case all
    case named([String])
  }

  /// The file itself, and the directory its paths are relative to.
  public var path: String
  public var question = ""
  public var prompts: String
  public var limit: Int?
  public var cluster: String?
  public var answers = Answers.reference
  public var conditions: [Condition]
  /// Where displacements start, and whose prompts give mean and scale.
  public var start: String
  public var pairs: [Pair]
  public var paraphrases = Controls.none
  public var irrelevant = Controls.none
  /// X and the condition that is its ceiling.
  public var ceilings: [(x: String, ceiling: String)] = []
  public var crossed: Crossed?
  public var admission = Admission()
  /// When an answer is correct: for behaviour, and for the answer rates of admission.
  public var scoring = AnswerScoring()
  public var sites: [Site] = [.resid]
  public var layers = LayerSelection.all
  public var positions: [Position] = [.last]
  public var metrics = Metrics.standard
  public var verdictMetric = "cosine_distance_standardised"
  public var margin = 0.25
  public var modes: Modes?
  public var probes: [Probe] = []
  /// Tokens of a continuation; nil: behaviour is looked at only where admission needs it.
  public var newTokens: Int?
  public var trajectory: Trajectory?
  public var resamples = 2000
  public var seed: UInt64 = 0
  /// How names stand in the tables.
  public var texts = CSVTexts.guarded
  /// The run directory.
  public var output: String
  /// What the reader of the file should know, a line each: words that have newer ones, files that are not the user's.
  public internal(set) var notices: [String] = []
  /// Lines of the keys at the top, for refusals that are found later.
  var places: [String: SweepPlace] = [:]

  func place(_ key: String) -> SweepPlace { places[key] ?? SweepPlace(file: path) }

  func condition(_ name: String) -> Condition? { conditions.first { $0.name.utf8.elementsEqual(name.utf8) } }
}
