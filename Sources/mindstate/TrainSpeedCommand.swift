import ArgumentParser
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTraining

/// How long training steps take on a model: for benchmarks, of no use in daily work.
struct TrainSpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-speed", abstract: "Time training steps on one batch.", shouldDisplay: false)

  @Option(help: ArgumentHelp("Checkpoint directory.", valueName: "dir")) var model: String
  @Option(help: ArgumentHelp("Sequences as JSONL with \"tokens\", one more of each than is fed.", valueName: "path"))
  var batch: String
  @Option(help: "Steps to time.") var steps = 10
  @Option(help: ArgumentHelp("Learn this many vectors before every sequence, the model frozen.", valueName: "k"))
  var softPrompt = 0
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if steps < 1 || softPrompt < 0 { throw ValidationError("--steps must be at least 1, --soft-prompt at least 0") }
  }

  func run() throws {
    let model = try TrainingModel(Checkpoint(directory: model), tokenizer: model)
    let sequences = try PromptSet.read(batch).prompts.map { prompt in
      guard case .tokens(let tokens) = prompt.content, tokens.count > 1 else {
        throw ValidationError("\(batch): \"\(prompt.id)\" has no two \"tokens\"")
      }
      return tokens
    }
    let trainable: any Trainable =
      softPrompt > 0 ? SoftPromptTraining(vectors(model), parameters: model.parameters) : FullTraining(model)
    var speed = StepSpeed(trainable, sequences: sequences, workers: Workers(threads: threads.threads))
    let (seconds, loss) = try speed.measure(steps: steps)
    let fields = JSONObject([
      ("tokens", .integer(speed.tokens)), ("seconds", .array(seconds.map { .number($0) })), ("loss", .number(loss)),
    ])
    try StandardOutput.write(JSON.object(fields).serialized() + "\n")
  }

  private func vectors(_ model: TrainingModel) -> SoftPrompt {
    var random = RandomStream(seed: 0, name: "train-speed")
    return SoftPrompt(vectors: Matrix(rows: softPrompt, columns: model.spec.width, normal: 0.02, &random))
  }
}
