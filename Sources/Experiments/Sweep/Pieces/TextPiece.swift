import MindstateModel
import MindstateNumerics
import MindstateStore

/// What a condition goes on with after every prompt, greedily: `texts/CONDITION.jsonl`, as `generate` writes it.
struct TextPiece: SweepPiece {
  let condition: PlannedCondition
  let newTokens: Int

  var stage: String { "generate" }
  var name: String { condition.name }
  var files: [String] { [condition.textFile] }

  func key(_ run: SweepRun) throws -> String {
    let ends = try condition.opened.checkpoint.endTokens().sorted()
    return digest([
      condition.name, condition.digest, run.plan.cost(of: condition).promptDigest, "\(newTokens)", "\(ends)",
    ])
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let opened = condition.opened
    let tokenizer = try run.tokenizer(of: condition)
    let generator = try Generator(
      opened.transformer(workers: run.plan.workers), tokenizer: tokenizer, endTokens: try opened.checkpoint.endTokens())
    let fed = try run.plan.fed(condition, answers: nil, tokenizer: tokenizer)
    let generations = try generator.generate(
      fed, GenerationSettings(maxNewTokens: newTokens),
      progress: { progress.report(done: $0, total: fed.count, what: "continuations") })
    progress.finish()
    let lines = zip(generations, run.plan.prompts.prompts).map { generation, prompt in
      let message = generation.message(after: prompt, under: condition.format)
      return JSON.object(message.line(condition: condition.name)).serialized() + "\n"
    }
    return [.bytes(lines.flatMap { Array($0.utf8) })]
  }
}

/// One line of a text piece, read back.
struct SweepText: Sendable {
  var id: String
  var text: String
  var finish: Generation.Finish
  var tokens: Int

  /// - Throws: `SweepTextError` where the file is none that a text piece wrote.
  static func read(_ path: String) throws -> [SweepText] {
    try TextFile.read(path).split(separator: UInt8(ascii: "\n")).map { line in
      let json = try JSON(parsing: Array(line))
      guard let id = json["id"]?.stringValue, let text = json["text"]?.stringValue,
        let finish = json["finish"]?.stringValue.flatMap(Generation.Finish.init),
        let tokens = json["new_tokens"]?.arrayValue
      else { throw SweepTextError(path: path) }
      return SweepText(id: id, text: text, finish: finish, tokens: tokens.count)
    }
  }
}

struct SweepTextError: Error, CustomStringConvertible {
  var path: String
  var description: String {
    "\(path): a line is no continuation that a sweep wrote. Remove the file; it is made again."
  }
}
