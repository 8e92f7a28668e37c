import Foundation
import MindstateTestSupport
import Testing

/// The help of every command, kept as files so that a changed flag shows in review. To write them anew:
/// `MINDSTATE_WRITE_SNAPSHOTS=1 swift test -c release --filter HelpSnapshotTests`.
struct HelpSnapshotTests {
  @Test(arguments: [
    "", "inspect", "tokenize", "render", "capture", "compare", "modes", "trajectory", "probe", "sweep", "report",
    "assert", "demo", "completions", "completions install", "completions print", "generate", "train", "soft-prompt",
    "train-tokenizer", "lab", "lab corpus", "lab table", "lab curve",
  ])
  func isAsReviewed(command: String) throws {
    let result = try Program.run(
      command.isEmpty ? ["--help"] : ["help"] + command.split(separator: " ").map(String.init))
    #expect(result.status == 0)
    let name = command.isEmpty ? "mindstate" : command.replacingOccurrences(of: " ", with: "-")
    let path = "\(Fixture.repository)/Tests/CommandTests/Snapshots/\(name).txt"
    if ProcessInfo.processInfo.environment["MINDSTATE_WRITE_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(
        atPath: "\(Fixture.repository)/Tests/CommandTests/Snapshots", withIntermediateDirectories: true)
      try result.output.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    #expect(result.output == expected, "help of \(name) has changed; see the head of this file")
  }

  @Test func everyShellHasACompletion() throws {
    for shell in ["bash", "zsh", "fish"] {
      let result = try Program.run(["--generate-completion-script", shell])
      #expect(result.status == 0 && result.output.contains("capture"), "\(shell)")
    }
  }

  @Test func wrongUsageEndsWithSixtyFour() throws {
    for arguments in [
      ["capture"], ["compare", "one"], ["compare", "--question", "x", "--target", "y"], ["nonsense"],
      ["capture", "--threads", "0"],
    ] {
      let result = try Program.run(arguments)
      #expect(result.status == 64, "\(arguments)")
      #expect(result.output.isEmpty && result.errors.contains("Usage"))
    }
  }
}
