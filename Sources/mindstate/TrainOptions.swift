import ArgumentParser
import MindstateExperiments
import MindstateNumerics
import MindstateStore

/// What every way to train has in common: data, length, the optimizer, where to.
struct TrainOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Text file; a line with the end token alone ends a document.", valueName: "file"))
  var corpus: String?
  @Option(
    help: ArgumentHelp(
      "JSONL file of id, prompt (or text), answer (or reference), which alone is learned.", valueName: "file"))
  var instructions: String?
  @Option(help: ArgumentHelp("Text around each prompt: a wrapper's name, a file, or chat.", valueName: "wrapper"))
  var wrapper = "bare"
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Token that ends a text where no chat template does; eos_token_id of config.json by default.",
      valueName: "token"))
  var endToken: String?
  @Option(help: ArgumentHelp("Tokens of a sequence cut from a corpus; 128 by default.", valueName: "n"))
  var length: Int?

  @Option(help: ArgumentHelp("Steps to make.", valueName: "n"))
  var steps: Int?
  @Option(help: ArgumentHelp("Passes over the data, in place of --steps; 1 by default.", valueName: "n"))
  var epochs: Double?
  @Option(help: ArgumentHelp("Sequences (of preferences: pairs) a step.", valueName: "n"))
  var batch = 16
  @Option(help: ArgumentHelp("Passes over which a step's sequences are spread, to save memory.", valueName: "n"))
  var accumulate = 1
  @Option(
    help: ArgumentHelp(
      "Highest learning rate; 1e-3 from scratch and for LoRA, 1e-4 to fine-tune, 1e-2 for soft prompts.",
      valueName: "rate"))
  var learningRate: Double?
  @Option(help: ArgumentHelp("Steps up to the full rate; a twentieth of all by default.", valueName: "n"))
  var warmup: Int?
  @Option(help: ArgumentHelp("Share of the rate that is left at the end of its cosine.", valueName: "share"))
  var learningRateFloor = 0.1
  @Option(help: ArgumentHelp("AdamW's decoupled decay, of matrices only.", valueName: "rate"))
  var weightDecay = 0.01
  @Option(
    help: ArgumentHelp("AdamW's decay rates of its two means; 0.9,0.95 by default.", valueName: "b1,b2"),
    transform: betas)
  var betas: [Double] = [0.9, 0.95]
  @Option(help: ArgumentHelp("Norm above which gradients are scaled down; 0 never.", valueName: "norm"))
  var clip = 1.0
  @Option(help: "Seed of all that is drawn.")
  var seed: UInt64 = 0
  @Option(help: ArgumentHelp("Seed of the data's order alone; --seed by default.", valueName: "n"))
  var orderSeed: UInt64?

  @Option(help: ArgumentHelp("Directory to write the result to.", valueName: "dir"))
  var output: String
  @Option(help: "How weights are stored; training is in f32.")
  var dtype = FloatFormat.f32
  @Option(
    help: ArgumentHelp("Write OUTPUT/step-N after these steps, as 10,20,40.", valueName: "steps"), transform: steps)
  var checkpoints: [Int] = []
  @Flag(help: "Go on where a run with the same settings was stopped; begin where there is none.")
  var resume = false
  @Option(help: ArgumentHelp("Directory of the state to go on from; OUTPUT.state by default.", valueName: "dir"))
  var state: String?
  @Option(help: ArgumentHelp("Keep the state every so many steps, besides every 10 minutes.", valueName: "n"))
  var saveEvery: Int?
  @Option(help: ArgumentHelp("CSV file of losses; OUTPUT/loss.csv by default.", valueName: "file"))
  var log: String?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var out: OutputOptions

  func validate() throws {
    if corpus != nil && instructions != nil { throw ValidationError("give --corpus or --instructions, not both") }
    if steps != nil && epochs != nil { throw ValidationError("give --steps or --epochs, not both") }
    for (name, value) in [
      ("--batch", batch), ("--accumulate", accumulate), ("--steps", steps ?? 1), ("--length", length ?? 1),
      ("--save-every", saveEvery ?? 1), ("--warmup", (warmup ?? 0) + 1),
    ] where value < 1 {
      throw ValidationError("\(name) must be at least \(name == "--warmup" ? 0 : 1)")
    }
    if let epochs, !(epochs > 0 && epochs <= 1e6) { throw ValidationError("--epochs must be above 0, not \(epochs)") }
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate must be above 0, not \(learningRate)")
    }
    if !(0...1).contains(learningRateFloor) { throw ValidationError("--learning-rate-floor must be 0 to 1") }
    if !(0..<1e3).contains(weightDecay) { throw ValidationError("--weight-decay must be 0 or more") }
    if !(0..<1e9).contains(clip) { throw ValidationError("--clip must be 0 or more") }
  }

  /// Fills in all that these options say.
  func apply(to request: inout TrainRequest) {
    request.wrapper = wrapper
    request.endToken = endToken
    request.sequenceLength = length
    request.length = steps.map { .steps($0) } ?? .epochs(epochs ?? 1)
    request.batch = batch
    request.accumulate = accumulate
    request.learningRate = learningRate
    request.warmup = warmup
    request.learningRateFloor = learningRateFloor
    request.optimizer.weightDecay = weightDecay
    request.optimizer.beta1 = betas[0]
    request.optimizer.beta2 = betas[1]
    request.clip = clip > 0 ? clip : nil
    request.seed = seed
    request.orderSeed = orderSeed
    request.format = dtype
    request.checkpoints = checkpoints
    request.resumes = resume
    request.state = state
    request.stateSteps = saveEvery
    request.log = log
    request.threads = threads.threads
  }

  private static func betas(_ text: String) throws -> [Double] {
    let values = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
    guard values.count == 2, values.allSatisfy({ (0..<1).contains($0) }) else {
      throw ValidationError("\"\(text)\" is no pair of rates; write two numbers from 0 to below 1, as 0.9,0.95")
    }
    return values
  }

  private static func steps(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let step = Int(part), step > 0 else {
        throw ValidationError("\"\(part)\" is no step; write whole numbers from 1, as 10,20,40")
      }
      return step
    }
  }
}

extension TrainOptions {
  /// Runs the request until its end or an interrupt, and says what came of it.
  func run(_ request: TrainRequest) throws {
    let progress = TerminalProgress.make(quiet: out.quiet || out.json)
    let corpora = [corpus, request.mixed].compactMap(\.self)
    InputNotes.say(wrappers: corpus == nil ? [wrapper] : [], corpora: corpora, quiet: out.quiet)
    let (summary, signal) = try Interruption.stopping { stop in
      try request.run(writingTo: output, stop: stop, progress: progress)
    }
    try out.print(json: summary.json, words: summary.line + "\n")
    if !summary.isFinished, let signal { throw ExitCode(128 + signal) }
  }
}

extension TrainSummary {
  fileprivate var line: String {
    let rate = Format.count(Int(Double(tokens) / max(seconds, 1e-9)))
    let how = resumedFrom > 0 ? ", gone on from step \(resumedFrom)" : " (\(rate)/s)"
    let what =
      "step \(Format.count(steps)) of \(Format.count(totalSteps)), \(Format.count(tokens)) tokens in "
      + "\(Format.time(seconds))\(how), \(Format.count(trained)) numbers trained"
      + (loss.map { ", loss \(Format.fixed($0, 4))" } ?? "")
    return isFinished
      ? "\(output): \(what)" : "stopped at \(what); the state is in \(state), go on with --resume"
  }

  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("output", .string(output)), ("finished", .bool(isFinished)), ("steps", .integer(steps)),
        ("total_steps", .integer(totalSteps)), ("resumed_from", .integer(resumedFrom)), ("tokens", .integer(tokens)),
        ("loss", loss.map { .number($0) } ?? .null), ("trained", .integer(trained)), ("seconds", .number(seconds)),
        ("state", .string(state)),
      ]))
  }
}
