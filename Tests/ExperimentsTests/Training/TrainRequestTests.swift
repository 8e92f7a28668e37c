import Foundation
import MindstateExperiments
import MindstateModel
import MindstateTestSupport
import Testing

@Suite struct TrainRequestTests {
  @Test func theLossFallsFromThatOfAGuess() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/model"
      let summary = try bench.pretraining(steps: 40).run(writingTo: output)
      let losses = try TrainingBench.losses(in: output)
      #expect(summary.isFinished && losses.count == 40)
      #expect(abs(losses[0] - log(512)) < 0.2)
      #expect(try #require(losses.last) < 0.5 * losses[0])
      #expect(try Checkpoint(directory: output).parameterCount == summary.trained)
    }
  }

  static let ways: [(String, @Sendable (TrainingBench) -> TrainRequest)] = [
    ("scratch", { $0.pretraining(steps: 9) }),
    (
      "full, mixed",
      { bench in
        var request = bench.tuning(.instructions(bench.instructions), steps: 9)
        request.mixed = bench.corpus
        request.mixedShare = 0.3
        request.accumulate = 2
        return request
      }
    ),
    (
      "lora",
      { bench in
        bench.tuning(
          .instructions(bench.instructions),
          .lora(rank: 2, alpha: 4, targets: ["q_proj", "down_proj"], layers: [1, 2]),
          steps: 9)
      }
    ),
    ("soft prompt", { $0.tuning(.instructions($0.instructions), .softPrompt(tokens: 3, text: nil), steps: 9) }),
    (
      "dpo",
      { bench in
        var request = bench.tuning(
          .preferences(bench.preferences), .lora(rank: 1, alpha: 1, targets: [], layers: nil), steps: 9)
        request.preference.chosenWeight = 0.1
        return request
      }
    ),
  ]

  @Test(arguments: ways.indices)
  func stoppedAndGoneOnIsAsNeverStopped(way: Int) throws {
    try TrainingBench.with { bench in
      var request = Self.ways[way].1(bench)
      request.checkpoints = [2, 5, 8]
      request.threads = 1
      let (whole, parts) = (bench.directory + "/whole", bench.directory + "/parts")
      try request.run(writingTo: whole)

      request.resumes = true
      request.threads = 2
      let first = StopAfter(steps: 4)
      let stopped = try request.run(writingTo: parts, stop: first.stop, progress: first)
      #expect(!stopped.isFinished && stopped.steps == 4)
      let second = StopAfter(steps: 1)
      #expect(try request.run(writingTo: parts, stop: second.stop, progress: second).steps == 5)
      let end = try request.run(writingTo: parts)
      #expect(end.isFinished && end.resumedFrom == 5 && end.steps == 9)

      let (a, b) = (try TrainingBench.files(in: whole), try TrainingBench.files(in: parts))
      #expect(Set(a.keys) == Set(b.keys), "\(Self.ways[way].0)")
      for (name, bytes) in a { #expect(b[name] == bytes, "\(Self.ways[way].0): \(name)") }
    }
  }

  @Test func theSameCommandGivesTheSameBytesWhateverTheThreads() throws {
    try TrainingBench.with { bench in
      var request = bench.pretraining(steps: 3)
      var results: [[String: Data]] = []
      for threads in [1, 2, 3] {
        request.threads = threads
        try request.run(writingTo: "\(bench.directory)/\(threads)")
        results.append(try TrainingBench.files(in: "\(bench.directory)/\(threads)"))
      }
      #expect(results[0] == results[1] && results[1] == results[2])
    }
  }

  @Test func accumulationChangesNothingButRounding() throws {
    try TrainingBench.with { bench in
      var request = bench.tuning(.instructions(bench.instructions), steps: 6)
      request.mixed = bench.corpus
      try request.run(writingTo: bench.directory + "/one")
      request.accumulate = 3
      try request.run(writingTo: bench.directory + "/three")
      let (one, three) = (
        try TrainingBench.losses(in: bench.directory + "/one"), try TrainingBench.losses(in: bench.directory + "/three")
      )
      for (a, b) in zip(one, three) { #expect(abs(a - b) < 1e-3 * a) }
    }
  }

  @Test func anotherOrderSeedChangesTheOrderAlone() throws {
    try TrainingBench.with { bench in
      var request = bench.pretraining(steps: 2)
      request.learningRate = 1e-30
      request.optimizer.weightDecay = 0
      try request.run(writingTo: bench.directory + "/a")
      request.orderSeed = 5
      try request.run(writingTo: bench.directory + "/b")
      request.seed = 5
      try request.run(writingTo: bench.directory + "/c")
      let weights = try ["a", "b", "c"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(bench.directory)/\($0)/model.safetensors"))
      }
      #expect(weights[0] == weights[1] && weights[1] != weights[2])
      #expect(try TrainingBench.losses(in: bench.directory + "/a") != TrainingBench.losses(in: bench.directory + "/b"))
    }
  }

  @Test func aFinishedRunIsLeftAsItIs() throws {
    try TrainingBench.with { bench in
      var request = bench.pretraining(steps: 3)
      let output = bench.directory + "/model"
      try request.run(writingTo: output)
      let before = try TrainingBench.files(in: output)
      request.resumes = true
      let again = try request.run(writingTo: output)
      #expect(again.isFinished && again.resumedFrom == 3)
      #expect(try TrainingBench.files(in: output) == before)
    }
  }

  @Test func dpoBeginsAtTheReference() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/dpo"
      try bench.tuning(.preferences(bench.preferences), steps: 12).run(writingTo: output)
      let losses = try TrainingBench.losses(in: output)
      #expect(abs(losses[0] - log(2)) < 1e-6)
      #expect(try #require(losses.last) < 0.3)
    }
  }

  @Test func aLoraChangesOnlyItsTargets() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/lora"
      var request = bench.tuning(
        .instructions(bench.instructions), .lora(rank: 2, alpha: 4, targets: ["v_proj"], layers: [3]), steps: 12)
      request.batch = 7  // all of them, so that losses of steps can be compared
      try request.run(writingTo: output)
      let adapter = try LoRA(directory: output, for: Checkpoint(directory: TrainingBench.tokenizer))
      #expect(adapter.settings.layers == [3] && adapter.settings.targets == .listed(["v_proj"]))
      #expect(adapter.parameterCount == 2 * (64 + 32))
      let losses = try TrainingBench.losses(in: output)
      #expect(try #require(losses.last) < losses[0])
    }
  }

  @Test func aSoftPromptBeginsWithItsText() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/soft"
      var request = bench.tuning(
        .instructions(bench.instructions), .softPrompt(tokens: 4, text: "Answer."), steps: 1)
      request.learningRate = 1e-30
      request.optimizer.weightDecay = 0
      try request.run(writingTo: output)
      let checkpoint = try Checkpoint(directory: TrainingBench.tokenizer)
      let prompt = try SoftPrompt(directory: output, for: checkpoint)
      #expect(prompt.origin == .text("Answer.") && prompt.count == 4)
    }
  }
}
