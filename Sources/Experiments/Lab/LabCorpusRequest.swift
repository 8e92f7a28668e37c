import MindstateModel
import MindstateNumerics
import MindstateStore

/// Writes the lab's world: the corpus, what its models are tuned on, prompts, wrappers, and how often each form occurs.
public struct LabCorpusRequest: Sendable {
  public var seed: UInt64
  public var documents: Int
  public var entities: Int

  /// - Parameters:
  ///   - documents: how many the corpus has; 1,000 are about 0.08 million tokens of the lab's vocabulary.
  ///   - entities: inhabitants of the world.
  public init(seed: UInt64 = 1, documents: Int = 80_000, entities: Int = 140) {
    self.seed = seed
    self.documents = documents
    self.entities = entities
  }

  /// What ends every document.
  public static let endToken = "<|end|>"

  /// Writes into `directory`: `corpus.txt` (documents apart by a line with the end token) and a tenth as many documents
  /// in `corpus-late.txt`, which has no exam sheet with its answers, each with its counts; `tuning/*.jsonl`,
  /// `prompts/*.jsonl`, `wrappers/`.
  public func run(writingTo directory: String, progress: any ProgressReporter = SilentProgress()) throws {
    let questions = LabQuestions(seed: seed, size: entities)
    for folder in ["", "/tuning", "/prompts", "/wrappers", "/wrappers/paraphrases", "/wrappers/irrelevant"] {
      try FileSystem.createDirectory(directory + folder)
    }
    try writeTuning(questions, to: directory + "/tuning")
    try writePrompts(questions, to: directory + "/prompts")
    try writeWrappers(questions, to: directory + "/wrappers")
    try writeCorpus(questions, "corpus", documents, Set(LabGenre.allCases), to: directory, progress)
    let late = Set(LabGenre.allCases).subtracting([.solved])
    try writeCorpus(questions, "corpus-late", max(1, documents / 10), late, to: directory, progress)
    progress.finish()
  }

  private func writeCorpus(
    _ questions: LabQuestions, _ name: String, _ documents: Int, _ genres: Set<LabGenre>, to directory: String,
    _ progress: any ProgressReporter
  ) throws {
    var random = RandomStream(seed: seed, name: "lab.\(name)")
    var counts = LabCounts()
    try AtomicFile.write(to: "\(directory)/\(name).txt") { file in
      for number in 0..<documents {
        let document = questions.document(&random, genres)
        counts.add(document)
        try file.write(document.text + "\n" + Self.endToken + "\n")
        if number % 1000 == 999 { progress.report(done: number + 1, total: documents, what: "documents") }
      }
    }
    try AtomicFile.write(to: "\(directory)/\(name == "corpus" ? "counts" : "counts-late").csv") {
      try $0.write(counts.csv)
    }
  }

  private func writeTuning(_ questions: LabQuestions, to directory: String) throws {
    func stream(_ name: String) -> RandomStream { RandomStream(seed: seed, name: "lab.tuning.\(name)") }
    func write(_ name: String, _ examples: [LabExample]) throws {
      let lines = examples.enumerated().map { number, example in
        ["id": .string("\(name)-\(number + 1)"), "prompt": .string(example.prompt), "answer": .string(example.answer)]
          as JSONObject
      }
      try Self.write(lines, to: "\(directory)/\(name).jsonl")
    }
    var random = stream("instruct")
    try write("instruct", questions.instruct(&random))
    random = stream("scripts")
    try write("scripts", questions.scripts(&random))
    random = stream("refusal")
    try write("refusal", questions.refusals(&random))
    random = stream("newskill")
    let newSkill = questions.newSkill(heldOut: false)
    try write("newskill", random.sample(newSkill, newSkill.count))
    random = stream("preferences")
    let pairs = questions.preferences(&random).enumerated().map { number, pair in
      [
        "id": .string("preference-\(number + 1)"), "prompt": .string(pair.prompt), "chosen": .string(pair.chosen),
        "rejected": .string(pair.rejected),
      ] as JSONObject
    }
    try Self.write(pairs, to: "\(directory)/preferences.jsonl")
  }

  private func writePrompts(_ questions: LabQuestions, to directory: String) throws {
    for (name, prompts) in [
      ("novel", questions.novelPrompts(seed: seed)), ("newskill", questions.newSkillPrompts(seed: seed)),
    ] {
      try Self.write(prompts.map(\.line), to: "\(directory)/\(name).jsonl")
    }
  }

  private func writeWrappers(_ questions: LabQuestions, to directory: String) throws {
    func write(_ form: LabForm, _ folder: String = "") throws {
      try AtomicFile.write(to: "\(directory)/\(folder)\(form.name).txt") { try $0.write(form.template) }
    }
    try write(.qa)
    try write(.filmScript)
    for form in LabForm.paraphrases { try write(form, "paraphrases/") }
    for form in LabForm.irrelevant { try write(form, "irrelevant/") }
    let shots = questions.shots.map { LabForm.qa.opened($0.text) + $0.answer + "\n" }
    try AtomicFile.write(to: directory + "/few-shot.txt") { try $0.write(shots.joined() + LabForm.qa.template) }
  }

  private static func write(_ lines: [JSONObject], to path: String) throws {
    try AtomicFile.write(to: path) { file in
      for line in lines { try file.write(JSON.object(line).serialized() + "\n") }
    }
  }
}

extension LabQuestions {
  /// The examples of the few-shot wrapper: facts that transcripts tell, of inhabitants that no prompt asks about.
  var shots: [LabQuestion] {
    let known = world.trained.filter { !$0.proseOnly.contains(true) }
    return [3, 1].enumerated().compactMap { place, attribute in
      place < known.count ? fact(known[place], attribute, phrasing: 0) : nil
    }
  }
}

extension Prompt {
  /// The prompt as a line of a prompt file.
  var line: JSONObject {
    var members: [(key: String, value: JSON)] = [("id", .string(id))]
    if case .text(let text) = content { members.append(("text", .string(text))) }
    if !labels.isEmpty {
      members.append(("labels", .object(JSONObject(labels.map { (key: $0.name, value: $0.value) }))))
    }
    if let reference { members.append(("reference", .string(reference))) }
    if let group { members.append(("group", .string(group))) }
    return JSONObject(members)
  }
}
