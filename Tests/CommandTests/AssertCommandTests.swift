import Foundation
import MindstateTestSupport
import Testing

struct AssertCommandTests {
  private static let head = """
    prompts: LAB/prompts/novel.jsonl
    limit: 40
    conditions:
      base/bare: {model: LAB/models/base}
      base/qa: {model: LAB/models/base, wrapper: LAB/wrappers/qa.txt}
      instruct/bare: {model: LAB/models/instruct}
      no-model: {model: LAB/models/none}
    roles: {start: base/bare, paraphrases: LAB/wrappers/paraphrases, irrelevant: LAB/wrappers/irrelevant}
    read: {layers: [4]}
    assertions:

    """.replacingOccurrences(of: "LAB", with: "\(Fixture.repository)/data/lab")

  @Test func answersAsAnExitCode() throws {
    try withTemporaryDirectory { directory in
      try (Self.head + "  - same: {question: instruct/bare, target: base/qa}\n").write(
        toFile: "\(directory)/good.yaml", atomically: true, encoding: .utf8)
      let good = try Program.run(["assert", "good.yaml"], in: directory)
      #expect(good.status == 0, "\(good)")
      #expect(good.output.contains("1 assertion: 1 holds, 0 do not"))

      let claims =
        "  - different: {question: instruct/bare, target: base/qa}\n    name: a < b & \"c\"\n  - same: {question: no-model, target: base/qa}\n"
      try (Self.head + claims).write(toFile: "\(directory)/bad.yaml", atomically: true, encoding: .utf8)
      let bad = try Program.run(["assert", "bad.yaml", "--junit", "r.xml", "--json"], in: directory)
      #expect(bad.status == 1 && bad.output.contains("\"holds\":false"), "\(bad)")
      let xml = try String(contentsOfFile: "\(directory)/r.xml", encoding: .utf8)
      #expect(xml.contains("tests=\"2\" failures=\"1\" errors=\"1\""), "\(xml)")
      #expect(xml.contains("name=\"a &lt; b &amp; &quot;c&quot; (resid, last)\""), "\(xml)")
      #expect(try Program.run(["assert", "good.yaml", "--quiet"], in: directory).output.isEmpty)
      #expect(try Program.run(["assert"], in: directory).status == 64)
      #expect(try Program.run(["assert", "none.yaml"], in: directory).status == 1)
    }
  }

  /// As a person tries it: printed into a directory with nothing else in it, and all that it claims holds.
  @Test func thePrintedExampleHoldsInAnEmptyDirectory() throws {
    try withTemporaryDirectory { directory in
      let printed = try Program.run(["assert", "--example"], in: directory)
      try printed.output.write(toFile: "\(directory)/states.yaml", atomically: true, encoding: .utf8)
      let result = try Program.run(["assert", "states.yaml"], in: directory)
      #expect(result.status == 0 && result.output.contains("4 assertions: 4 hold, 0 do not"), "\(result)")
    }
  }

  /// Which its head says.
  @Test func allThatTheLabClaimsHolds() throws {
    let result = try Program.run(["assert", "data/lab/assertions.yaml", "--quiet"])
    #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty, "\(result)")
  }
}
