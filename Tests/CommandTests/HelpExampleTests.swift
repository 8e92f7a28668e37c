import Foundation
import MindstateTestSupport
import Testing
import mindstate

/// The examples in the help can be pasted and run: none is broken or lost, and each is one that the program takes.
struct HelpExampleTests {
  private static let pages = CommandPages.all.map { (words: $0.words, discussion: $0.discussion) }

  @Test func everyCommandHasAPageAndMostHaveAnExample() {
    let names = Self.pages.map { $0.words.joined(separator: " ") }
    #expect(names.contains("lab table") && names.contains("completions install") && names.contains("capture"))
    let without = Self.pages.filter { Self.examples(in: $0.discussion).isEmpty }.map { $0.words.joined(separator: " ") }
    #expect(without == ["lab", "completions", "completions install", "completions print"])
  }

  @Test(arguments: pages.map(\.words)) func examplesPrintAsTheyAreWritten(words: [String]) throws {
    let page = try #require(Self.pages.first { $0.words == words })
    let result = try Program.run(["help"] + words, environment: ["COLUMNS": "80"])
    let printed = Set(result.output.split(separator: "\n"))
    for line in page.discussion.split(separator: "\n") where line.hasPrefix("  ") {
      #expect(line.count <= 80 && printed.contains(line), "\(line)")
    }
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(result.output)")
  }

  @Test(arguments: pages.map(\.words)) func examplesAreCommandsThatTheProgramTakes(words: [String]) throws {
    let page = try #require(Self.pages.first { $0.words == words })
    for example in Self.examples(in: page.discussion) {
      let arguments = try Self.split(example)
      #expect(CommandPages.refusal(of: arguments) == nil, "\(example)")
    }
  }

  @Test func theFirstPageFitsASmallTerminalAndItsCommandsAreTaken() throws {
    let lines = Welcome.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
    let examples = Self.examples(in: Welcome.text)
    #expect(examples.count == 8)
    for example in examples { #expect(CommandPages.refusal(of: try Self.split(example)) == nil, "\(example)") }
  }

  @Test func aWrongExampleWouldBeSeen() throws {
    #expect(CommandPages.refusal(of: ["capture", "--modle", "x"]) != nil)
    #expect(CommandPages.refusal(of: ["capure"]) != nil)
    #expect(CommandPages.refusal(of: ["inspect", "x"]) == nil)
    #expect(Self.examples(in: "text\n  mindstate a \\\n    --b c\n  no\n") == ["mindstate a \\\n    --b c"])
    #expect(try Self.split("mindstate a \\\n  'b c' > x.yaml") == ["a", "b c"])
  }

  /// Lines that begin with a command, with the lines that go on with it.
  private static func examples(in text: String) -> [String] {
    var (found, goesOn) = ([String](), false)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if goesOn {
        found[found.count - 1] += "\n" + line
      } else if line.hasPrefix("  mindstate ") {
        found.append(String(line.dropFirst(2)))
      } else {
        continue
      }
      goesOn = line.hasSuffix("\\")
    }
    return found
  }

  /// The words that a shell gives to the program.
  private static func split(_ example: String) throws -> [String] {
    try withTemporaryDirectory { directory in
      let script = "exec 3>&1; mindstate() { printf '%s\\0' \"$@\" >&3; }; \(example)"
      let result = try Program.run(["-c", script], in: directory, program: "/bin/sh")
      #expect(result.status == 0 && result.errors.isEmpty, "\(example): \(result.errors)")
      return result.output.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }
}
