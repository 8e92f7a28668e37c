import ArgumentParser
import MindstateExperiments
import MindstateModel

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model: from scratch, all weights or a LoRA, on text, answers or preferences.",
    discussion: """
      Writes a checkpoint directory that transformers opens, or for a LoRA an adapter that PEFT opens, and the loss of \
      every step in OUTPUT/loss.csv. The same command gives the same bytes on one machine, whatever --threads is, and \
      so does a run that was stopped (Ctrl-C) and goes on with --resume.

      A small model from nothing:
        mindstate train --config data/lab/config.json \\
          --tokenizer data/lab/models/base --corpus corpus.txt \\
          --steps 4000 --batch 32 --output base --dtype f16

      Fine-tuning on answers, a fifth of the examples from the base's corpus against forgetting, the way kept:
        mindstate train --model data/lab/models/base \\
          --instructions data/lab/tuning/instruct.jsonl --mix corpus.txt \\
          --steps 40 --checkpoints 10,20 --output instruct
      The same data in another order: the same command with --order-seed 2.

      A LoRA of the last block's attention only:
        mindstate train --model data/lab/models/base \\
          --instructions data/lab/tuning/refusal.jsonl --lora-rank 8 \\
          --lora-targets q_proj,v_proj --lora-layers 5 --steps 20 \\
          --output refusal

      Preferences (DPO), the model it began as being the reference:
        mindstate train --model data/lab/models/instruct \\
          --preferences data/lab/tuning/preferences.jsonl \\
          --lora-rank 16 --steps 20 --output hhh

      Examples may name their fields as files of prompts do: text for prompt, reference for answer.
      """)

  @Option(help: ArgumentHelp("Checkpoint directory to begin with.", valueName: "dir"))
  var model: String?
  @Option(help: ArgumentHelp("config.json of a model that begins at random.", valueName: "file"))
  var config: String?
  @Option(help: ArgumentHelp("tokenizer.json, or a directory with one; the model's by default.", valueName: "path"))
  var tokenizer: String?
  @Option(help: ArgumentHelp("JSONL file of id, prompt, chosen, rejected.", valueName: "file"))
  var preferences: String?
  @Option(help: "next-token or dpo; what the data is for by default.")
  var objective: ObjectiveName?
  @Option(help: ArgumentHelp("DPO: how dear it is to leave the reference.", valueName: "x"))
  var beta = 0.1
  @Option(
    help: ArgumentHelp("DPO: adds this times the chosen answers' mean -log p per token.", valueName: "x"))
  var sftWeight = 0.0
  @Option(help: ArgumentHelp("Corpus to mix in against forgetting.", valueName: "file"))
  var mix: String?
  @Option(help: ArgumentHelp("Its share of the sequences and of the loss.", valueName: "share"))
  var mixShare = 0.2
  @Option(help: ArgumentHelp("Train a LoRA of this rank, not the weights.", valueName: "r"))
  var loraRank: Int?
  @Option(
    help: ArgumentHelp("Its strength: the update counts alpha / rank times; twice the rank by default.", valueName: "x")
  )
  var loraAlpha: Double?
  @Option(help: ArgumentHelp("Linear maps to adapt, as q_proj,v_proj; all by default.", valueName: "names"))
  var loraTargets: String?
  @Option(
    help: ArgumentHelp("Layers to adapt, as 0-2 or 5; all by default.", valueName: "layers"), transform: List.layers)
  var loraLayers = LayerSelection.all
  @Option(
    help: ArgumentHelp("Noise on the weights at the start, as a share of each tensor's size.", valueName: "share"))
  var weightNoise = 0.0
  @OptionGroup var chat: ChatOptions
  @OptionGroup var options: TrainOptions

  enum ObjectiveName: String, ExpressibleByArgument, CaseIterable {
    case nextToken = "next-token"
    case dpo
  }

  func validate() throws {
    if (model == nil) == (config == nil) { throw ValidationError("give one of --model and --config") }
    let sources = [options.corpus, options.instructions, preferences].compactMap(\.self)
    if sources.count != 1 { throw ValidationError("give one of --corpus, --instructions and --preferences") }
    try chat.check(wrappers: [options.wrapper])
    if let objective, (objective == .dpo) != (preferences != nil) {
      throw ValidationError("--objective dpo learns from --preferences, next-token from the others")
    }
    if !(0..<1).contains(mixShare) { throw ValidationError("--mix-share must be 0 to below 1, not \(mixShare)") }
    if let loraRank, loraRank < 1 { throw ValidationError("--lora-rank must be at least 1, not \(loraRank)") }
    if loraRank == nil, loraAlpha != nil || loraTargets != nil { throw ValidationError("give --lora-rank, too") }
    if !(weightNoise >= 0 && weightNoise.isFinite) { throw ValidationError("--weight-noise must be 0 or more") }
    if !(beta > 0 && beta.isFinite) { throw ValidationError("--beta must be above 0, not \(beta)") }
    if !(sftWeight >= 0 && sftWeight.isFinite) { throw ValidationError("--sft-weight must be 0 or more") }
  }

  func run() throws {
    var request = TrainRequest(
      start: model.map { .checkpoint($0) } ?? .scratch(config: config ?? ""), source: source)
    options.apply(to: &request)
    request.tokenizer = tokenizer
    request.chat = chat.request
    request.weightNoise = weightNoise
    request.mixed = mix
    request.mixedShare = mixShare
    request.preference.beta = beta
    request.preference.chosenWeight = sftWeight
    if let loraRank {
      var layers: [Int]?
      if case .listed(let chosen) = loraLayers { layers = chosen }
      request.method = .lora(
        rank: loraRank, alpha: loraAlpha ?? 2 * Double(loraRank),
        targets: loraTargets.map(List.names) ?? [], layers: layers)
    }
    try options.run(request)
  }

  private var source: TrainRequest.Source {
    if let corpus = options.corpus { return .corpus(corpus) }
    if let preferences { return .preferences(preferences) }
    return .instructions(options.instructions ?? "")
  }
}
