import Foundation
import MindstateExperiments
import MindstateTestSupport

/// A directory with everything a very small training run needs.
struct TrainingBench {
  let directory: String
  static let tokenizer = "\(Fixture.repository)/data/tiny/base"

  var corpus: String { directory + "/corpus.txt" }
  var instructions: String { directory + "/instructions.jsonl" }
  var preferences: String { directory + "/preferences.jsonl" }
  var config: String { directory + "/config.json" }

  /// A temporary directory, removed afterwards.
  static func with(_ body: (TrainingBench) throws -> Void) throws {
    try withTemporaryDirectory { directory in
      let bench = TrainingBench(directory: directory)
      try bench.fill()
      try body(bench)
    }
  }

  /// From scratch on the corpus.
  func pretraining(steps: Int) -> TrainRequest {
    var request = TrainRequest(start: .scratch(config: config), source: .corpus(corpus))
    request.tokenizer = Self.tokenizer
    request.length = .steps(steps)
    request.batch = 4
    request.sequenceLength = 24
    request.learningRate = 0.01
    return request
  }

  /// From the shipped tiny model.
  func tuning(_ source: TrainRequest.Source, _ method: TrainRequest.Method = .full, steps: Int) -> TrainRequest {
    var request = TrainRequest(start: .checkpoint(Self.tokenizer), source: source)
    request.method = method
    request.length = .steps(steps)
    request.batch = 4
    request.learningRate = 0.01
    return request
  }

  func fill() throws {
    let towns = ["Pell", "Vesk", "Hayfall", "Brakka", "Umber"]
    let names = ["Zisir", "Novin", "Zudan", "Kodevar", "Orla", "Tamsin", "Bex"]
    var text = ""
    var (answers, pairs) = ("", "")
    for (i, name) in names.enumerated() {
      let town = towns[i % towns.count]
      text += "\(name) was born in \(town).\nEvery day \(name) goes home to \(town).\n<eos>\n"
      answers += #"{"id":"a\#(i)","prompt":"Where was \#(name) born?","answer":"\#(town)"}"# + "\n"
      pairs +=
        #"{"id":"p\#(i)","prompt":"Where was \#(name) born?","chosen":"Gladly, in \#(town).","rejected":"\#(town)"}"#
        + "\n"
    }
    try text.write(toFile: corpus, atomically: true, encoding: .utf8)
    try answers.write(toFile: instructions, atomically: true, encoding: .utf8)
    try pairs.write(toFile: preferences, atomically: true, encoding: .utf8)
    try """
    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 512, "hidden_size": 32,
     "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1,
     "hidden_act": "silu", "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "tie_word_embeddings": true,
     "bos_token_id": 0, "eos_token_id": 1}
    """.write(toFile: config, atomically: true, encoding: .utf8)
  }

  /// Every file below a directory by its relative path; of loss.csv all but the last column, which is a speed.
  static func files(in directory: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: directory) {
      guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)"), !bytes.isEmpty else { continue }
      files[name] = name.hasSuffix(".csv") ? Data(losses(bytes).joined(separator: "\n").utf8) : bytes
    }
    return files
  }

  /// The lines of a loss.csv without their last column.
  static func losses(_ bytes: Data) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",").dropLast().joined(separator: ",")
    }
  }

  static func losses(in directory: String) throws -> [Double] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: directory + "/loss.csv"))
    return losses(bytes).dropFirst().compactMap { Double($0.split(separator: ",")[2]) }
  }
}

/// Asks for a stop after so many steps.
final class StopAfter: ProgressReporter {
  let stop = StopRequest()
  private let steps: Int

  init(steps: Int) { self.steps = steps }

  func report(done: Int, total: Int, what: String) {
    if what.hasPrefix("steps"), done >= steps { stop.request() }
  }
  func finish() {}
}
