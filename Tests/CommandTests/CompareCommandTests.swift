import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// `mindstate compare`: roles by name, whatever the order of files.
struct CompareCommandTests {
  /// Captures of the untrained pair: x, y, r, two paraphrases and two irrelevant wrappers.
  private static func captures(in directory: String) throws {
    let data = "\(Fixture.repository)/data"
    let wrappers = "\(data)/wrappers"
    for (name, model, wrapper) in [
      ("x", "tuned", "bare"), ("y", "base", "qa"), ("r", "base", "bare"),
      ("p1", "base", "\(wrappers)/paraphrases/qa/qa-question-answer.txt"),
      ("p2", "base", "\(wrappers)/paraphrases/qa/\(try Self.other("\(wrappers)/paraphrases/qa"))"),
      ("i1", "base", "\(wrappers)/irrelevant/qa/not-qa-weather.txt"),
      ("i2", "base", "\(wrappers)/irrelevant/qa/\(try Self.other("\(wrappers)/irrelevant/qa"))"),
    ] {
      let result = try Program.run(
        [
          "capture", "--model", "\(data)/tiny/\(model)", "--prompts", "\(data)/prompts/short.jsonl", "--wrapper",
          wrapper,
          "--output", "\(name).safetensors", "--quiet",
        ], in: directory)
      try #require(result.status == 0, "\(result.errors)")
    }
  }

  private static func other(_ directory: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    return try #require(
      names.first { $0.hasSuffix(".txt") && !["qa-question-answer.txt", "not-qa-weather.txt"].contains($0) })
  }

  private static func files(_ names: String...) -> [String] { names.map { "\($0).safetensors" } }

  private static let roles =
    ["--question", "x.safetensors", "--target", "y.safetensors", "--start", "r.safetensors"]

  @Test func theOrderOfFilesChangesNothing() throws {
    try withTemporaryDirectory { directory in
      try Self.captures(in: directory)
      let straight =
        ["compare"] + Self.roles + ["--paraphrase"] + Self.files("p1", "p2") + ["--irrelevant"]
        + Self.files("i1", "i2") + ["--resamples", "50"]
      let turned =
        ["compare", "--resamples", "50", "--irrelevant"] + Self.files("i2", "i1") + ["--start", "r.safetensors"]
        + ["--paraphrase"] + Self.files("p2", "p1") + ["--target", "y.safetensors", "--question", "x.safetensors"]
      for (index, arguments) in [straight, turned].enumerated() {
        let result = try Program.run(arguments + ["--output", "out\(index)"], in: directory)
        #expect(result.status == 0, "\(result.errors)")
      }
      for table in ["similarity.csv", "verdicts.csv", "contrasts.csv"] {
        let bytes = try (0...1).map { try TextFile.read("\(directory)/out\($0)/\(table)") }
        #expect(bytes[0] == bytes[1] && !bytes[0].isEmpty, "\(table)")
      }
    }
  }

  @Test func theOldCallIsAnErrorThatShowsTheNewOne() throws {
    try withTemporaryDirectory { directory in
      try Self.captures(in: directory)
      let controls = ["--paraphrase", "p1.safetensors", "p2.safetensors", "--irrelevant", "i1.safetensors"]
      let result = try Program.run(
        ["compare"] + Self.files("x", "y", "r") + ["--reference", "base/bare"] + controls + ["--output", "my out"],
        in: directory)
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(
        result.errors.contains(
          "mindstate compare --question x.safetensors --target y.safetensors --start r.safetensors --paraphrase "
            + "p1.safetensors p2.safetensors --irrelevant i1.safetensors --output 'my out'"), "\(result.errors)")
      // Without a start none is guessed.
      let unknown = try Program.run(["compare"] + Self.files("x", "y") + controls, in: directory)
      #expect(unknown.status == 64 && unknown.errors.contains("--start START.safetensors"), "\(unknown.errors)")
      #expect(unknown.errors.contains("the start, as base/bare, is named, too"))
      // Without controls nothing was judged, and nothing is.
      let plain = try Program.run(["compare"] + Self.files("x", "y"), in: directory)
      #expect(
        plain.errors.contains("mindstate compare --distances x.safetensors y.safetensors --start x.safetensors"),
        "\(plain.errors)")
    }
  }

  @Test func aRoleThatIsNotNamedIsAnError() throws {
    for (arguments, missing) in [
      (["--target", "y", "--start", "r"], "--question"), (["--question", "x", "--start", "r"], "--target"),
      (["--question", "x", "--target", "y"], "--start"), (["--distances", "x", "y"], "--start"),
      (["--distances", "x", "--start", "r"], "two captures"),
      (["--distances", "x", "y", "--start", "r", "--paraphrase", "p"], "judges nothing"),
    ] {
      let result = try Program.run(["compare"] + arguments)
      #expect(result.status == 64 && result.errors.contains(missing), "\(arguments): \(result.errors)")
    }
  }

  @Test func twoRolesThatAreOneCaptureAreAnError() throws {
    try withTemporaryDirectory { directory in
      try Self.captures(in: directory)
      let manager = FileManager.default
      try manager.copyItem(atPath: "\(directory)/y.safetensors", toPath: "\(directory)/copy.safetensors")
      try manager.createSymbolicLink(
        atPath: "\(directory)/link.safetensors", withDestinationPath: "\(directory)/r.safetensors")
      for (arguments, words) in [
        (["--question", "y.safetensors", "--target", "y.safetensors", "--start", "r.safetensors"], "the target"),
        (["--question", "link.safetensors", "--target", "y.safetensors", "--start", "r.safetensors"], "the start"),
        (["--question", "x.safetensors", "--target", "copy.safetensors", "--start", "y.safetensors"], "one condition"),
        (Self.roles + ["--paraphrase", "p1.safetensors", "y.safetensors"], "paraphrase"),
        (
          Self.roles + ["--paraphrase", "p1.safetensors", "p2.safetensors", "--irrelevant", "p1.safetensors"],
          "irrelevant wrapper"
        ),
        (Self.roles + ["--ceiling", "x.safetensors"], "ceiling"),
      ] {
        let result = try Program.run(["compare"] + arguments + ["--output", "out.csv"], in: directory)
        #expect(result.status == 1 && result.errors.contains(words), "\(arguments): \(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1 && !manager.fileExists(atPath: "\(directory)/out.csv"))
      }
    }
  }
}
