import MindstateModel
import MindstateProbes
import MindstateStore

/// Which prompts an assertion is about.
package struct AssertedPrompts: Sendable, Equatable {
  package enum Source: Sendable, Equatable {
    /// A JSONL file.
    case file(String)
    case texts([String])
  }

  package var source: Source
  /// A fixed sample of so many, by the digest of their ids; nil: all.
  package var limit: Int?
  /// The label that makes clusters; nil: the prompts' `group`.
  package var cluster: String?

  package init(_ source: Source, limit: Int? = nil, cluster: String? = nil) {
    self.source = source
    self.limit = limit
    self.cluster = cluster
  }

  func read() throws -> PromptSet {
    var set: PromptSet
    switch source {
    case .file(let path): set = try PromptSet.read(path)
    case .texts(let texts): set = try Self.set(of: texts)
    }
    var prompts = set.sample(limit).prompts
    if let cluster { prompts = try prompts.map { try $0.clustered(by: cluster) } }
    if prompts.count < 2 { throw AssertionError.tooFewPrompts(set.source, prompts.count) }
    set = PromptSet(source: set.source, prompts: prompts)
    return set
  }

  private static func set(of texts: [String]) throws -> PromptSet {
    var first: [Prompt.Content: Int] = [:]
    for (index, text) in texts.enumerated() {
      if text.isEmpty { throw AssertionError.emptyPrompt(index + 1) }
      if let other = first.updateValue(index, forKey: .text(text)) {
        throw AssertionError.repeatedPrompt(index + 1, first: other + 1)
      }
    }
    let width = String(texts.count).count
    return PromptSet(
      source: "prompts",
      prompts: texts.enumerated().map { index, text in
        let number = String(index + 1)
        return Prompt(
          id: "prompt-" + String(repeating: "0", count: width - number.count) + number, content: .text(text))
      })
  }
}

extension Prompt {
  fileprivate func clustered(by label: String) throws -> Prompt {
    guard let value = labels.first(where: { $0.name == label })?.value, !value.isNull else {
      throw AssertionError.noLabel(label, prompt: id)
    }
    var prompt = self
    prompt.group = value.stringValue ?? value.serialized()
    return prompt
  }
}

/// Why an assertion cannot be answered at all; a wrong or an open answer is an outcome.
package enum AssertionError: Error, CustomStringConvertible, Sendable, Equatable {
  case tooFewPrompts(String, Int)
  case emptyPrompt(Int)
  case repeatedPrompt(Int, first: Int)
  case noLabel(String, prompt: String)
  case condition(String, why: String)
  /// A verdict without a start.
  case noStart(String)
  /// One condition in two roles.
  case sameRole(String, role: String, other: String)
  case severalTokens(String)
  case unknownProbe(String, nearest: String?)
  case noLayers(site: String)
  case outOfRange(String, value: Double, needed: String)
  case missingKey(String, key: String, within: String)

  package var description: String {
    switch self {
    case .tooFewPrompts(let source, let count):
      "\(source): \(count) prompts, at least 2 are needed; 100 is a good number"
    case .emptyPrompt(let number): "prompts: number \(number) is empty; give it text"
    case .repeatedPrompt(let number, let first):
      "prompts: number \(number) repeats number \(first); copies would count as independent evidence, leave one out"
    case .noLabel(let label, let prompt):
      "cluster: prompt \(prompt) has no label \"\(label)\"; give every prompt one, or leave cluster out"
    case .noStart(let pair):
      "\(pair): no start is named; give the condition that gives mean and scale, the base model with bare prompts"
    case .sameRole(let name, let role, let other):
      "condition \(name) is \(role) and \(other) at once; each role needs a condition of its own"
    case .condition(let name, let why): "condition \(name): \(why)"
    case .severalTokens(let position):
      "position \(position) reads several tokens a prompt; this assertion reads one: choose last, answer-end or answer-mean"
    case .unknownProbe(let name, let nearest):
      "\"\(name)\" is no probe; "
        + (nearest.map { "did you mean \"\($0)\"?" }
          ?? "there are \(ProbeKind.allCases.map(\.rawValue).joined(separator: ", "))")
    case .noLayers(let site): "site \(site): no layer is asked for; give `all`, or numbers and ranges such as 3,5-7"
    case .missingKey(let place, let key, let within):
      "\(place): \(within) lacks the key \"\(key)\"; add it"
    case .outOfRange(let what, let value, let needed): "\(what) is \(value); it must be \(needed)"
    }
  }
}
