import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTraining

/// What a request comes to once its files are read and found to fit each other.
struct TrainSetup {
  let trainer: Trainer
  let data: any TrainingData
  /// What decides the result, by name.
  let settings: JSONObject

  init(_ request: TrainRequest) throws {
    let workers = Workers(threads: request.threads)
    let place = try ModelDirectory.path(request.tokenizerPlace)
    let tokenizer = try Tokenizer(path: place)
    var model = try request.model(tokenizer: place)
    model.addNoise(request.weightNoise, seed: request.seed)
    let files = TrainFiles(request: request, model: model, tokenizer: tokenizer, workers: workers)
    data = try files.data()
    let mixed = try files.mixed()
    let steps = request.steps(examples: data.count)
    if let late = request.checkpoints.first(where: { $0 > steps }) {
      throw TrainingError.checkpointAfterEnd(step: late, steps: steps)
    }
    let trainable = try request.trainable(model, tokenizer: tokenizer)
    try files.check(data, virtualTokens: trainable.softPrompt?.rows ?? 0)
    if let mixed { try files.check(mixed, virtualTokens: trainable.softPrompt?.rows ?? 0) }

    var trainerSettings = Trainer.Settings(
      steps: steps, batch: request.batch, learningRate: request.learningRate(steps: steps))
    if case .preferences = request.source { trainerSettings.objective = .preference(request.preference) }
    trainerSettings.accumulate = request.accumulate
    trainerSettings.optimizer = request.optimizer
    trainerSettings.clip = request.clip
    let stream = ExampleStream(
      data, mixed: mixed, share: request.mixedShare, batch: request.batch, seed: request.orderSeed ?? request.seed)
    trainer = Trainer(trainable, on: stream, settings: trainerSettings, workers: workers)
    settings = try request.settings(model, tokenizer: place, trainerSettings, workers)
  }
}

extension TrainRequest {
  fileprivate var tokenizerPlace: String {
    if let tokenizer { return tokenizer }
    switch start {
    case .checkpoint(let directory): return directory
    // Beside the configuration, if nobody says where else.
    case .scratch(let config): return FileSystem.directory(of: config)
    }
  }

  fileprivate func model(tokenizer: String) throws -> TrainingModel {
    switch start {
    case .checkpoint(let directory):
      return try TrainingModel(try Self.start(directory), tokenizer: tokenizer)
    case .scratch(let config):
      return try TrainingModel(config: config, tokenizer: tokenizer, seed: seed)
    }
  }

  private static func start(_ directory: String) throws -> Checkpoint {
    let checkpoint = try Checkpoint(directory: directory)
    try ModelDirectory(directory).requireModelAlone()
    return checkpoint
  }

  fileprivate func steps(examples: Int) -> Int {
    switch length {
    case .steps(let steps): return steps
    case .epochs(let epochs):
      let share = mixed == nil ? 0 : mixedShare
      return max(1, Int((epochs * Double(examples) / (1 - share) / Double(batch)).rounded(.up)))
    }
  }

  fileprivate func learningRate(steps: Int) -> LearningRate {
    let usual: Double =
      switch (method, start) {
      case (.full, .checkpoint): 1e-4
      case (.full, .scratch), (.lora, _): 1e-3
      case (.softPrompt, _): 1e-2
      }
    return LearningRate(
      peak: learningRate ?? usual, warmup: warmup ?? steps / 20, floor: learningRateFloor)
  }

  fileprivate func trainable(_ model: TrainingModel, tokenizer: Tokenizer) throws -> any Trainable {
    switch method {
    case .full: return FullTraining(model)
    case .lora(let rank, let alpha, let targets, let layers):
      let checkpoint = try checkpoint(of: model)
      try Self.check(targets, layers, in: checkpoint)
      // PEFT takes `layers_to_transform` beside names only, not beside "all-linear".
      let all = layers == nil ? LoRASettings.Names.allLinear : .listed(checkpoint.linearMapNames)
      let settings = LoRASettings(
        rank: rank, alpha: alpha, targets: targets.isEmpty ? all : .listed(targets), layers: layers,
        baseModel: checkpoint.directory)
      var random = RandomStream(seed: seed, name: "training.lora")
      do { return LoRATraining(try LoRA(settings, for: checkpoint, random: &random), base: model.parameters) } catch {
        guard case .noTargets = error else { throw error }
        throw TrainingError.noTargets(
          targets: targets, layers: layers, nearest: nil, known: checkpoint.linearMapNames, model: checkpoint.directory)
      }
    case .softPrompt(let count, let text):
      let checkpoint = try checkpoint(of: model)
      var random = RandomStream(seed: seed, name: "training.soft-prompt")
      let prompt = try SoftPrompt(
        tokens: count, text: text, tokenizer: tokenizer, parameters: model.parameters,
        baseModel: checkpoint.directory, random: &random)
      return SoftPromptTraining(prompt, parameters: model.parameters)
    }
  }

  /// Every name given is that of a linear map, and every layer one of the model's: none is dropped unseen.
  private static func check(_ targets: [String], _ layers: [Int]?, in checkpoint: Checkpoint) throws(TrainingError) {
    let count = checkpoint.spec.layers
    if let layer = layers?.first(where: { $0 >= count }) { throw .noLayer(layer, layers: count) }
    let roles = checkpoint.spec.layerTensors.filter { $0.shape.count == 2 }.map(\.role)
    let names = (layers ?? Array(0..<count)).flatMap { layer in
      roles.map { "." + checkpoint.names.name(of: $0, layer: layer) }
    }
    for target in targets
    where !names.contains(where: { $0.hasSuffix(".\(target)") || $0.hasSuffix(".\(target).weight") }) {
      let known = checkpoint.linearMapNames
      throw .noTargets(
        targets: [target], layers: layers, nearest: nearestName(to: target, in: known), known: known,
        model: checkpoint.directory)
    }
  }

  private func checkpoint(of model: TrainingModel) throws -> Checkpoint {
    guard let checkpoint = model.checkpoint else { throw TrainingError.nothingToAdapt }
    return checkpoint
  }
}

extension Checkpoint {
  /// What the linear maps of a layer are called: `q_proj`, …
  fileprivate var linearMapNames: [String] {
    let parameters = spec.layerTensors.filter { $0.shape.count == 2 }.map { names.name(of: $0.role, layer: 0) }
    return parameters.compactMap { $0.split(separator: ".").dropLast().last.map(String.init) }
  }
}
