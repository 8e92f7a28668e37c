import MindstateModel
import MindstateNumerics
import MindstateStore

/// A condition whose files are open and fit each other.
struct PlannedCondition: Sendable {
  var condition: SweepFile.Condition
  var format: PromptFormat
  var opened: ModelCondition
  /// Names everything that is computed with.
  var digest: String
  /// What the condition is for, the question's own conditions first: `start`, `question`, `target`, `paraphrase`, …
  var role: String

  var name: String { condition.name }

  /// The condition's name as part of a file's.
  var stem: String { Self.stem(name) }

  static func stem(_ name: String) -> String { String(name.map { $0 == "/" ? "-" : $0 }) }

  /// The capture, within the run directory.
  var captureFile: String { "captures/\(stem).safetensors" }

  /// What was read over answers, where prompts without one are left out there; within the run directory.
  var answerCaptureFile: String { "answer-captures/\(stem).safetensors" }

  /// The greedy continuations, within the run directory.
  var textFile: String { "texts/\(stem).jsonl" }

  /// The wrapper's text, or the name of what renders the prompts.
  var template: String {
    switch format {
    case .wrapper(let wrapper): wrapper.template
    case .chat: "chat"
    }
  }
}

/// The controls of one Y.
struct PlannedControls: Sendable {
  var y: String
  var paraphrases: [String]
  var irrelevant: [String]
}

/// Opens each model once, however many conditions use it.
struct ModelShelf {
  private struct Key: Hashable { var model: String, adapter: String?, softPrompt: String? }
  private var shelf: [Key: (condition: ModelCondition, digest: String, tokenizer: Tokenizer?)] = [:]
  let workers: Workers

  init(workers: Workers) { self.workers = workers }

  /// - Throws: what opening throws.
  mutating func open(
    _ condition: SweepFile.Condition, needsTokenizer: Bool
  ) throws -> (condition: ModelCondition, digest: String, tokenizer: Tokenizer?) {
    let key = Key(model: condition.model, adapter: condition.adapter, softPrompt: condition.softPrompt)
    if let known = shelf[key] { return known }
    let opened = try ModelCondition(
      model: condition.model, adapter: condition.adapter, softPrompt: condition.softPrompt)
    let same = shelf.first { $0.key.model == key.model }?.value
    let hasTokenizer = needsTokenizer || opened.checkpoint.hasTokenizer
    let tokenizer = try same?.tokenizer ?? (hasTokenizer ? opened.tokenizer() : nil)
    let entry = (opened, opened.digest(workers), tokenizer)
    shelf[key] = entry
    return entry
  }
}
