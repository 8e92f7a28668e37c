import MindstateModel
import MindstateNumerics
import MindstateProbes
import MindstateStore
import Synchronization

/// Captures in memory, computed once a process and shared by all assertions.
///
/// A capture is known by what it is computed from: digest of the model with adapter and soft prompt, the wrapper's
/// text, the prompts' content and answers, sites and positions; so a checkpoint that is trained further and written to
/// the same place is captured anew. One that holds more layers serves a request for fewer.
package final class CaptureShelf: Sendable {
  /// The process's own.
  package static let shared = CaptureShelf()

  private struct Key: Hashable { var model: String, format: String, prompts: String, reading: String }
  private struct Stored { var layers: Set<Int>, capture: Capture }
  /// Held while a capture is computed: it uses all processors, and who waits mostly waits for the same one.
  private let stored = Mutex<[Key: Stored]>([:])
  private let count = Mutex(0)

  package init() {}

  /// How many captures have been computed.
  package var computed: Int { count.withLock { $0 } }

  func capture(
    _ condition: AssertedCondition, _ opened: OpenedModel, prompts: PromptSet, reading: AssertedReading,
    workers: Workers
  ) throws -> Capture {
    let format = try condition.format()
    let fed = try feed(prompts, format, opened, reading)
    let layers = Set(try reading.layers(in: opened.condition.spec))
    let key = Key(
      model: opened.digest, format: format.identity, prompts: Self.identity(of: prompts, fed),
      reading: "\(reading.site.rawValue) \(reading.position)")
    return try stored.withLock { stored in
      let known = stored[key]
      if let known, known.layers.isSuperset(of: layers) { return known.capture.named(condition.title, prompts) }
      let all = layers.union(known?.layers ?? [])
      var run = try CaptureRun(
        plan: SitePlan(sites: [reading.site], layers: .listed(all.sorted()), spec: opened.condition.spec),
        positions: [reading.position], fed: fed, opened.condition)
      try run.compute(opened.condition.transformer(workers: workers), batchTokens: 8192, progress: SilentProgress())
      let capture = Capture(
        condition: condition.title, wrapper: format.name, model: opened.digest, tool: Tool.description,
        prompts: prompts.captured, readings: try run.readings())
      count.withLock { $0 += 1 }
      stored[key] = Stored(layers: all, capture: capture)
      return capture
    }
  }

  private func feed(
    _ prompts: PromptSet, _ format: PromptFormat, _ opened: OpenedModel, _ reading: AssertedReading
  ) throws -> [FedPrompt] {
    var answers: AnswerSet?
    if reading.position.needsAnswer {
      answers = try reading.answers.map { try AnswerSet.read($0, for: prompts) } ?? AnswerSet.references(of: prompts)
    }
    let fed = try Prompting.feed(prompts, format: format, answers: answers, tokenizer: opened.tokenizer)
    for prompt in fed {
      try opened.condition.checkpoint.check(
        prompt, source: prompts.source, virtualTokens: opened.condition.virtualTokens)
    }
    return fed
  }

  /// What was fed, prompt by prompt; labels and groups change no state.
  private static func identity(of prompts: PromptSet, _ fed: [FedPrompt]) -> String {
    let parts = zip(prompts.prompts, fed).map { prompt, fed in
      Digest("\(prompt.id)\u{1f}\(fed.tokens)\u{1f}\(fed.promptTokens)\u{1f}\(fed.answerTokens.map { "\($0)" } ?? "")")
    }
    return Digest(of: parts).text
  }
}

/// A model that an assertion uses, opened once for all its conditions.
struct OpenedModel {
  let condition: ModelCondition
  let digest: String
  let tokenizer: Tokenizer?
}

/// Opens each model of one assertion once.
struct OpenedModels {
  private var known: [[String?]: OpenedModel] = [:]
  let workers: Workers

  init(workers: Workers) { self.workers = workers }

  mutating func open(_ asserted: AssertedCondition) throws -> OpenedModel {
    let key = [asserted.model, asserted.adapter, asserted.softPrompt]
    if let opened = known[key] { return opened }
    let condition = try ModelCondition(
      model: asserted.model, adapter: asserted.adapter, softPrompt: asserted.softPrompt)
    let hasTokenizer = condition.checkpoint.hasTokenizer
    let opened = OpenedModel(
      condition: condition, digest: condition.digest(workers), tokenizer: hasTokenizer ? try condition.tokenizer() : nil
    )
    known[key] = opened
    return opened
  }
}

extension PromptFormat {
  /// Everything that a rendering depends on, beside the model.
  var identity: String {
    switch self {
    case .wrapper(let wrapper): "wrapper \(wrapper.template)"
    case .chat: "chat"
    }
  }
}

extension PromptSet {
  fileprivate var captured: [CapturedPrompt] {
    prompts.map { CapturedPrompt(id: $0.id, group: $0.group, labels: $0.labels) }
  }
}

extension Capture {
  /// The same states under the names of another request.
  fileprivate func named(_ condition: String, _ prompts: PromptSet) -> Capture {
    Capture(
      condition: condition, wrapper: wrapper, model: model, tool: tool, prompts: prompts.captured, readings: readings)
  }
}
