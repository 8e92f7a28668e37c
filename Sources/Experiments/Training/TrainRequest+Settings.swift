import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTraining

extension TrainRequest {
  /// Everything that decides the numbers which come out, and nothing else: a stopped run goes on under the same only.
  func settings(
    _ model: TrainingModel, tokenizer: String, _ trainer: Trainer.Settings, _ workers: Workers
  ) throws -> JSONObject {
    let tokenizerFile = FileSystem.kind(of: tokenizer) == .directory ? tokenizer + "/tokenizer.json" : tokenizer
    var members = JSONObject([
      ("model", .string(model.checkpoint?.digest(workers) ?? Digest(model.config.serialized()).text)),
      ("tokenizer", .string(try digest(of: tokenizerFile))),
      ("method", .string("\(method)")), ("data", .string(try dataDigest())),
      ("wrapper", .string(try formatDigest(model: model.checkpoint?.directory ?? ""))),
      ("end-token", endToken.map { .string($0) } ?? .null),
      ("mix", try mixed.map { .string(try digest(of: $0)) } ?? .null), ("mix-share", .number(mixedShare)),
      ("length", sequenceLength.map { .integer($0) } ?? .null),
      ("objective", .string("\(trainer.objective)")), ("steps", .integer(trainer.steps)),
    ])
    let a = trainer.optimizer
    members.members += [
      ("batch", .integer(batch)), ("accumulate", .integer(accumulate)),
      ("learning-rate", .number(trainer.learningRate.peak)), ("warmup", .integer(trainer.learningRate.warmup)),
      ("learning-rate-floor", .number(trainer.learningRate.floor)), ("beta1", .number(a.beta1)),
      ("beta2", .number(a.beta2)), ("epsilon", .number(a.epsilon)), ("weight-decay", .number(a.weightDecay)),
      ("clip", clip.map { .number($0) } ?? .null), ("seed", .string("\(seed)")),
      ("order-seed", .string("\(orderSeed ?? seed)")), ("weight-noise", .number(weightNoise)),
    ]
    return members
  }

  private func dataDigest() throws -> String {
    switch source {
    case .corpus(let path), .instructions(let path), .preferences(let path): try digest(of: path)
    }
  }

  private func formatDigest(model directory: String) throws -> String {
    switch try chat.promptFormat(named: wrapper, model: directory) {
    case .wrapper(let wrapper): Digest(wrapper.template).text
    case .chat(let format): "\(ChatFormat.name) \(format.digest.text)"
    }
  }

  private func digest(of path: String) throws -> String {
    Digest(String(decoding: try TextFile.read(path), as: UTF8.self)).text
  }
}
