import MindstateModel
import MindstateNumerics
import MindstateStore

/// Measures the lab's models: each version that is there continues the prompts, and what it says is judged.
public struct LabTableRequest: Sendable {
  /// The directory with `models`, `adapters`, `soft-prompts`, `prompts` and `wrappers`.
  public var lab: String
  /// Directories with checkpoints `step-N` of the lab's instruct, to be measured bare; in this order.
  public var histories: [String] = []
  /// Names of the versions to measure; nil measures all that are there.
  public var only: [String]?
  public var threads: Int?

  public init(lab: String) { self.lab = lab }

  /// Tokens that a continuation has at most.
  public static let maxNewTokens = 48

  public func run(progress: any ProgressReporter = SilentProgress()) throws -> LabTable {
    let novel = try PromptSet.read("\(lab)/prompts/novel.jsonl")
    let newSkill = try PromptSet.read("\(lab)/prompts/newskill.jsonl")
    let conditions = try conditions()
    var table = LabTable()
    for (index, condition) in conditions.enumerated() {
      progress.report(done: index, total: conditions.count, what: "versions (\(condition.name))")
      let set = condition.prompts == .novel ? novel : newSkill
      var request = GenerateRequest(model: condition.model)
      request.adapter = condition.adapter
      request.softPrompt = condition.softPrompt
      request.wrappers = try condition.wrappers.map(wrapperPath)
      request.settings = GenerationSettings(maxNewTokens: Self.maxNewTokens)
      request.threads = threads
      for (wrapper, result) in zip(condition.wrappers, try request.run(set)) {
        table.add(
          condition: condition.name, wrapper: FileSystem.name(of: wrapper), promptsName: condition.prompts.rawValue,
          prompts: set.prompts, texts: result.generations.map(\.text))
      }
    }
    progress.finish()
    return table
  }

  private func conditions() throws -> [LabCondition] {
    let listed = LabCondition.all(in: lab, wrappers: ["bare"] + (try wrapperNames()))
    let all = listed.filter(\.isPresent)
    if let only { try Self.check(only, listed: listed.map(\.name), present: all.map(\.name), lab) }
    let histories = try histories.flatMap { directory in
      try SystemCalls.names(in: directory).compactMap { name in
        name.hasPrefix("step-") ? Int(name.dropFirst(5)).map { (step: $0, path: "\(directory)/\(name)") } : nil
      }.sorted { $0.step < $1.step }.map { step in
        LabCondition(
          name: "\(FileSystem.name(of: directory))/step-\(step.step)", model: step.path, wrappers: ["bare"])
      }
    }
    let chosen = all.filter { only?.contains($0.name) ?? true } + histories
    if chosen.isEmpty { throw LabError.nothingToMeasure(lab) }
    return chosen
  }

  /// Every version asked for is one, and is there.
  private static func check(_ names: [String], listed: [String], present: [String], _ lab: String) throws(LabError) {
    for name in names where !present.contains(name) {
      if listed.contains(name) { throw .missingVersion(name, lab: lab) }
      throw .unknownVersion(name, nearest: nearestName(to: name, in: listed), known: present)
    }
  }

  private func wrapperPath(_ name: String) throws -> String {
    name == "bare" ? name : "\(lab)/wrappers/\(name).txt"
  }

  /// The lab's wrappers, as paths below `wrappers` without their endings.
  private func wrapperNames() throws -> [String] {
    try ["", "paraphrases/", "irrelevant/"].flatMap { folder in
      try SystemCalls.names(in: "\(lab)/wrappers/\(folder)").filter { $0.hasSuffix(".txt") }.sorted()
        .map { folder + $0.dropLast(4) }
    }
  }
}

/// Why the lab cannot be measured.
public enum LabError: Error, CustomStringConvertible, Sendable, Equatable {
  case nothingToMeasure(String)
  case unknownVersion(String, nearest: String?, known: [String])
  case missingVersion(String, lab: String)

  public var description: String {
    switch self {
    case .unknownVersion(let name, let nearest, let known):
      "the lab has no version \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; there are \(known.joined(separator: ", "))")
    case .missingVersion(let name, let lab): "\(lab): version \(name) is not there; make it with make lab"
    case .nothingToMeasure(let lab): "\(lab): none of the lab's models is there; make them with make lab"
    }
  }
}
