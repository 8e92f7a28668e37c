import MindstateModel
import MindstateStore

/// The whole question on the lab that comes with mindstate: its sweep, and what that came to in words.
public struct DemoRequest: Sendable {
  /// The lab's directory.
  public let lab: String
  /// The run directory.
  public var output: String
  /// Prompts to use, in place of the sweep file's limit.
  public var limit: Int?
  /// Threads; nil takes the machine's.
  public var threads: Int?

  /// Finds the lab as wrappers are found: in a checkout, or in `share/mindstate` beside the installed program.
  /// - Throws: `DemoError` where there is none.
  public init(output: String) throws {
    let data = try DataDirectory.locate()
    guard let data, FileSystem.kind(of: "\(data)/lab/sweep.yaml") == .file else { throw DemoError.noLab(data: data) }
    lab = "\(data)/lab"
    self.output = output
  }

  public var sweepFile: String { "\(lab)/sweep.yaml" }

  /// Runs the sweep, or what is left of it.
  public func run(_ reporter: any SweepReporter = SilentSweep()) throws -> DemoResult {
    var request = SweepRequest(path: sweepFile)
    request.output = output
    request.limit = limit
    request.threads = threads
    let summary: SweepSummary
    var incomplete: IncompleteSweep?
    do { summary = try request.run(reporter) } catch let error as IncompleteSweep {
      (summary, incomplete) = (error.summary, error)
    }
    let file = try SweepFile(path: sweepFile)
    let table = "\(summary.directory)/\(BehaviourPiece.file)"
    // Where tables are missing the one of behaviour may be among them.
    let behaviour =
      incomplete == nil
      ? try DemoBehaviour(summary, file, behaviour: table) : try? DemoBehaviour(summary, file, behaviour: table)
    return DemoResult(
      question: file.question, summary: summary, saying: try behaviour?.saying,
      sentences: (behaviour?.sentences ?? []) + summary.sentences, incomplete: incomplete)
  }
}

/// What the demo came to.
public struct DemoResult: Sendable {
  /// One prompt, and how each of a few conditions goes on after it.
  public struct Saying: Sendable {
    public var prompt: String
    public var replies: [(condition: String, text: String)]
  }

  public var question: String
  public var summary: SweepSummary
  /// nil where no prompt shows the difference.
  public var saying: Saying?
  /// Behaviour first, then each position's verdicts.
  public var sentences: [String]
  /// Tables that could not be made; nil where all are there.
  public var incomplete: IncompleteSweep?
}

/// Why there is no demo.
public enum DemoError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The data directory that was found, which holds no lab; nil where none was.
  case noLab(data: String?)

  public var description: String {
    switch self {
    case .noLab(let data):
      "\(data.map { "\($0)/lab" } ?? "data/lab"): the lab is not there. "
        + "Call it in mindstate's checkout, install with `make install`, or set MINDSTATE_DATA to a directory that holds it."
    }
  }
}
