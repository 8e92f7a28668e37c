import Foundation
import MindstateExperiments
import MindstateModel
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

/// What must not be begun, and what is left when training ends badly.
@Suite struct TrainRefusalTests {
  @Test func anEmptyCorpusIsRefused() throws {
    try TrainingBench.with { bench in
      try "<eos>\n".write(toFile: bench.corpus, atomically: true, encoding: .utf8)
      #expect(throws: TrainingError.emptyCorpus(file: bench.corpus)) {
        try bench.pretraining(steps: 3).run(writingTo: bench.directory + "/m")
      }
    }
  }

  @Test func aDivergedRunStopsAndKeepsItsLastCheckpoint() throws {
    try TrainingBench.with { bench in
      var request = bench.pretraining(steps: 30)
      request.learningRate = 1e30
      request.warmup = 0
      request.clip = nil
      request.checkpoints = [1]
      let output = bench.directory + "/m"
      let error = #expect(throws: TrainingError.self) { try request.run(writingTo: output) }
      guard case .notFinite(let step, _, nil) = error else {
        return #expect(Bool(false), "\(String(describing: error))")
      }
      #expect(step > 1)
      _ = try Checkpoint(directory: output + "/step-1")
      #expect(try TrainingBench.losses(in: output).count == step - 1)
      #expect(!FileManager.default.fileExists(atPath: output + "/model.safetensors"))
    }
  }

  @Test func aFullDiskLosesNothingThatWasWhole() throws {
    try TrainingBench.with { bench in
      var request = bench.pretraining(steps: 4)
      request.checkpoints = [1, 2, 3]
      request.stateSteps = 2
      request.threads = 1
      let whole = bench.directory + "/whole"
      try request.run(writingTo: whole)
      let expected = try TrainingBench.files(in: whole)
      request.resumes = true
      for successes in stride(from: 0, to: 600, by: 13) {
        let output = "\(bench.directory)/full-\(successes)"
        var failed = false
        SystemCalls.failing(.write, with: ENOSPC, after: successes) {
          do { try request.run(writingTo: output) } catch {
            failed = true
            #expect((error as? FileError)?.code == ENOSPC, "\(error)")
          }
        }
        for (name, bytes) in try TrainingBench.files(in: output) where !name.hasSuffix(".csv") {
          #expect(expected[name] == bytes, "after \(successes) writes: \(name)")
        }
        try request.run(writingTo: output)
        #expect(try TrainingBench.files(in: output) == expected, "after \(successes) writes")
        if !failed { return #expect(successes > 0) }
      }
      #expect(Bool(false), "the disk was never large enough")
    }
  }

  @Test func aResultIsNotOverwrittenUnasked() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/m"
      var request = bench.pretraining(steps: 2)
      try request.run(writingTo: output)
      #expect(throws: TrainingError.outputInUse(path: output)) { try request.run(writingTo: output) }
      request.resumes = true
      request.batch = 5
      let error = #expect(throws: TrainingError.self) { try request.run(writingTo: output) }
      #expect(error?.description.contains("batch: now 5, then 4") == true)
      try FileManager.default.removeItem(atPath: output + ".state")
      #expect(throws: TrainingError.noState(path: output + ".state")) { try request.run(writingTo: output) }
    }
  }

  @Test func aDamagedStateIsRefused() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/m"
      var request = bench.pretraining(steps: 2)
      try request.run(writingTo: output)
      request.resumes = true
      try "no state".write(toFile: output + ".state/state.safetensors", atomically: true, encoding: .utf8)
      #expect(throws: SafetensorsError.self) { try request.run(writingTo: output) }
      try FileManager.default.copyItem(
        atPath: output + "/model.safetensors", toPath: output + ".state/other.safetensors")
      try FileManager.default.removeItem(atPath: output + ".state/state.safetensors")
      try FileManager.default.moveItem(
        atPath: output + ".state/other.safetensors", toPath: output + ".state/state.safetensors")
      let error = #expect(throws: TrainingError.self) { try request.run(writingTo: output) }
      #expect(error?.description.contains("no training state") == true)
    }
  }

  @Test func whatDoesNotFitTheModelIsRefused() throws {
    try TrainingBench.with { bench in
      let output = bench.directory + "/m"
      var long = bench.pretraining(steps: 2)
      long.sequenceLength = 65
      #expect(throws: TrainingError.self) { try long.run(writingTo: output) }
      try String(contentsOfFile: bench.config, encoding: .utf8)
        .replacingOccurrences(of: "\"vocab_size\": 512", with: "\"vocab_size\": 300")
        .write(toFile: bench.config, atomically: true, encoding: .utf8)
      #expect(throws: TrainingError.vocabularyTooSmall(tokenizer: 512, model: 300)) {
        try bench.pretraining(steps: 2).run(writingTo: output)
      }
      var adapted = bench.pretraining(steps: 2)
      adapted.method = .lora(rank: 1, alpha: 1, targets: [], layers: nil)
      try bench.fill()
      #expect(throws: TrainingError.nothingToAdapt) { try adapted.run(writingTo: output) }
      let unknown = bench.tuning(
        .corpus(bench.corpus), .lora(rank: 1, alpha: 1, targets: ["q_prj"], layers: nil), steps: 2)
      let error = #expect(throws: TrainingError.self) { try unknown.run(writingTo: output) }
      #expect(error?.description.contains("did you mean q_proj?") == true)
      let virtual = bench.tuning(.instructions(bench.instructions), .softPrompt(tokens: 4090, text: nil), steps: 2)
      let tooMany = #expect(throws: TrainingError.self) { try virtual.run(writingTo: output) }
      #expect(tooMany?.description.contains("4090 virtual") == true)
      #expect(!FileManager.default.fileExists(atPath: output + "/model.safetensors"))
    }
  }
}
