import Foundation
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import MindstateTraining
import Testing

@Suite struct CheckpointWriterTests {
  private let source = "\(Fixture.repository)/data/tiny/base"

  private func model() throws -> TrainingModel {
    try TrainingModel(Checkpoint(directory: source), tokenizer: source)
  }

  @Test(arguments: FloatFormat.allCases) func comesBackAsItWas(format: FloatFormat) throws {
    try withTemporaryDirectory { directory in
      let model = try model()
      try CheckpointWriter(model).write(to: directory + "/c", format: format)
      let checkpoint = try Checkpoint(directory: directory + "/c")
      let (before, after) = (model.parameters, try Parameters(checkpoint))
      #expect(checkpoint.storage == ["f32": "F32", "f16": "F16", "bf16": "BF16"]["\(format)"])
      for (a, b) in zip(before.entries, after.entries) {
        #expect(a.name == b.name && a.shape == b.shape)
        // The source is stored in f16.
        if format != .bf16 { #expect(a.value == b.value, "\(a.name)") }
      }
      let text = try String(contentsOfFile: directory + "/c/config.json", encoding: .utf8)
      let name = ["f32": "float32", "f16": "float16", "bf16": "bfloat16"]["\(format)"] ?? ""
      #expect(text.contains("\"torch_dtype\": \"\(name)\""))
      #expect(try Tokenizer(path: directory + "/c").vocabularySize == 512)
      #expect(FileManager.default.fileExists(atPath: directory + "/c/tokenizer_config.json"))
    }
  }

  @Test func aWeightBeyondF16IsAnErrorAndNothingHalfIsLeft() throws {
    try withTemporaryDirectory { directory in
      var model = try model()
      model.parameters.entries[0].value[3, 2] = 70_000
      let error = #expect(throws: SafetensorsError.self) {
        try WholeDirectory.write(to: directory + "/c") { try CheckpointWriter(model).write(to: $0, format: .f16) }
      }
      #expect(error?.description.contains("70000") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
      try CheckpointWriter(model).write(to: directory + "/c", format: .bf16)
    }
  }

  @Test func aDirectoryIsReplacedWholeOrNotAtAll() throws {
    struct Failure: Error {}
    try withTemporaryDirectory { directory in
      let path = directory + "/c"
      func write(_ text: String) throws {
        try WholeDirectory.write(to: path) { partial in
          try FileSystem.createDirectory(partial)
          try AtomicFile.write(to: partial + "/f") { try $0.write(text) }
          if text == "bad" { throw Failure() }
        }
      }
      try write("one")
      #expect(throws: Failure.self) { try write("bad") }
      #expect(try String(contentsOfFile: path + "/f", encoding: .utf8) == "one")
      try write("two")
      #expect(try String(contentsOfFile: path + "/f", encoding: .utf8) == "two")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["c"])
    }
  }

  @Test func randomWeightsDependOnSeedAndNameAlone() throws {
    let config = source + "/config.json"
    let (a, b, c) = (
      try TrainingModel(config: config, tokenizer: source, seed: 1),
      try TrainingModel(config: config, tokenizer: source, seed: 1),
      try TrainingModel(config: config, tokenizer: source, seed: 2)
    )
    for i in a.parameters.entries.indices {
      let (x, y, z) = (a.parameters.entries[i], b.parameters.entries[i], c.parameters.entries[i])
      #expect(x.value == y.value)
      if x.shape.count == 2 {
        #expect(x.value != z.value)
        let deviation = ([x.value].squaredNorm(Workers(threads: 1)) / Double(x.shape[0] * x.shape[1])).squareRoot()
        #expect(abs(deviation - 0.02) < 0.002, "\(x.name)")
      } else {
        #expect(x.value == Matrix(rows: 1, columns: x.shape[0], repeating: 1))
      }
    }
  }
}
