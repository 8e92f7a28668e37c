public import MindstateStore

/// A place in a sweep file.
public struct SweepPlace: Sendable, Equatable, CustomStringConvertible {
  public var file: String
  /// From 1; nil where the parser knows none.
  public var line: Int?

  public var description: String { line.map { "\(file):\($0)" } ?? file }
}

/// Why a sweep cannot be done, found before any work.
public enum SweepError: Error, Sendable, Equatable {
  // The file
  case file(FileError)
  case syntax(SweepPlace, String)
  case tooLarge(file: String, bytes: Int)
  case unknownKey(SweepPlace, key: String, within: String, nearest: String?, known: [String])
  case missingKey(SweepPlace, key: String, within: String)
  case wrongType(SweepPlace, key: String, expected: String, found: String)
  case badValue(SweepPlace, key: String, found: String, needed: String)
  case unknownName(SweepPlace, key: String, name: String, nearest: String?, known: [String])

  // What it asks for
  case unusable(SweepPlace, condition: String, why: String)
  case noNewline(SweepPlace, condition: String, wrapper: String)
  case sizesDiffer(SweepPlace, what: String, condition: String, size: Int, first: String, firstSize: Int)
  case sameFile(SweepPlace, condition: String, other: String, file: String)
  case sameCondition(SweepPlace, condition: String, why: String)
  case noLabel(SweepPlace, label: String, prompt: String)
  case noReference(SweepPlace, prompt: String)
  case severalAnswers(SweepPlace, tuned: [String])
  case tooFewPrompts(SweepPlace, prompts: Int)
  /// The file of prompts cannot be read, or is none.
  case prompts(SweepPlace, why: String)
  /// A table that cannot be made from what the file asks for.
  case unusableTable(SweepPlace, table: String, why: String)
  /// One condition in two roles.
  case sameRole(SweepPlace, condition: String, role: String, other: String)
  case tooLittleDisk(directory: String, needed: Int, free: Int)

  // The run
  case locked(directory: String, holder: String)
  case badShard(String, needed: String)
  case noLauncher
}

extension SweepError: CustomStringConvertible {
  /// One line: where, what against what, what to do.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .syntax(let place, let problem): "\(place): no YAML: \(problem)"
    case .tooLarge(let file, let bytes):
      "\(file): \(bytes) bytes are no sweep file, which has a page at most. Check the path."
    case .unknownKey(let place, let key, let within, let nearest, let known):
      "\(place): \(within.isEmpty ? "a sweep" : within) has no key \"\(key)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; known are \(known.joined(separator: ", "))")
    case .missingKey(let place, let key, let within):
      "\(place): \(within.isEmpty ? "the sweep" : within) lacks the key \"\(key)\". Add it."
    case .wrongType(let place, let key, let expected, let found):
      "\(place): \(key) is \(found), it must be \(expected)"
    case .badValue(let place, let key, let found, let needed): "\(place): \(key) is \(found); it must be \(needed)"
    case .unknownName(let place, let key, let name, let nearest, let known):
      "\(place): \(key) names \"\(name)\", which is none of the conditions"
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; there are \(Self.list(known))")
    case .unusable(let place, let condition, let why): "\(place): condition \(condition): \(why)"
    case .noNewline(let place, let condition, let wrapper):
      "\(place): condition \(condition) carries a verdict, but its wrapper \(wrapper) does not end in a newline, so its "
        + "states are read at another token than the others'. End it in one; `bare` is the prompt and a newline."
    case .sizesDiffer(let place, let what, let condition, let size, let first, let firstSize):
      "\(place): condition \(condition) has \(size) \(what), \(first) has \(firstSize). "
        + "Only models of one shape can be compared; make two sweeps."
    case .sameFile(let place, let condition, let other, let file):
      "\(place): conditions \(condition) and \(other) would both be written to \(file). Rename one."
    case .sameCondition(let place, let condition, let why): "\(place): condition \(condition) \(why)"
    case .noLabel(let place, let label, let prompt):
      "\(place): cluster \"\(label)\" is no label of prompt \(prompt). Give every prompt that label, or leave cluster out."
    case .noReference(let place, let prompt):
      "\(place): a position reads an answer, but prompt \(prompt) has no reference. "
        + "Give every prompt one, or set answers to `generated` or to a file."
    case .severalAnswers(let place, let tuned):
      "\(place): answers are to be generated, but the pairs have several X (\(Self.list(tuned))), whose answers differ. "
        + "Make a sweep for each X: a copy of the file with that X's pairs alone, and an `output` of its own. "
        + "Or set answers to `reference`, or to a file of generated answers."
    case .prompts(let place, let why): "\(place): prompts: \(why)"
    case .unusableTable(let place, let table, let why): "\(place): \(table) cannot be made: \(why)"
    case .sameRole(let place, let condition, let role, let other):
      "\(place): \(condition) is \(role) and \(other) at once. Each role needs a condition of its own."
    case .tooLittleDisk(let directory, let needed, let free):
      "\(directory): the captures that are missing take about \(needed >> 20) MiB, \(free >> 20) MiB are free there. "
        + "Name a directory on another disk, or read fewer sites, layers, positions or prompts."
    case .tooFewPrompts(let place, let prompts):
      "\(place): \(prompts) prompts, at least 2 are needed; 100 is a good number"
    case .locked(let directory, let holder):
      "\(directory): another sweep is at work here (\(holder)). Wait for it, or name another directory for the run."
    case .badShard(let text, let needed): "shard \(text): it must be \(needed)"
    case .noLauncher:
      "shard auto: no launcher's variables are set (Slurm array or step, Open MPI, Kubernetes indexed job). "
        + "Give the shard as i/n."
    }
  }

  /// Throws where more bytes are to be written than are free; nil where nobody knows.
  package static func checkFits(bytes: Int, free: Int?, in directory: String) throws(SweepError) {
    guard let free, bytes > free else { return }
    throw .tooLittleDisk(directory: directory, needed: bytes, free: free)
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }
}
