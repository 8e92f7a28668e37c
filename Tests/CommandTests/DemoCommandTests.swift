import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// What somebody does first.
struct DemoCommandTests {
  @Test func withoutArgumentsItTeaches() throws {
    let result = try Program.run([])
    #expect(result.status == 0 && result.errors.isEmpty)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 25 && lines.allSatisfy { $0.count <= 80 })
    for command in ["demo", "inspect", "sweep", "capture", "compare", "report", "completions"] {
      #expect(result.output.contains("mindstate \(command)"))
      #expect(try Program.run([command, "--help"]).status == 0)
    }
  }

  @Test func demoAnswersTheQuestionAndEndsWithItsReport() throws {
    try withTemporaryDirectory { directory in
      // Nothing here but the program, which finds the lab above itself.
      let result = try Program.run(["demo", "--limit", "8"], in: directory, environment: ["COLUMNS": "80"])
      EightyColumnTests.expectFits(result, "demo")
      for part in ["Asked \"", "instruct/bare – base/qa", "- Of 8 prompts base/bare answers", "(resid at last)"] {
        #expect(result.output.contains(part), "\(part)")
      }
      let end = result.output.components(separatedBy: "The report").last ?? ""
      #expect(end.contains("out/demo/report.html") && end.contains("mindstate sweep --example"))
      #expect(FileManager.default.fileExists(atPath: "\(directory)/out/demo/report.html"))

      let again = try Program.run(["demo", "--limit", "8", "--json"], in: directory)
      #expect(again.status == 0, "\(again.errors)")
      let json = try JSON(parsing: again.output)
      #expect(json["sweep"]?["made"]?.intValue == 0)
      #expect(json["sentences"]?.arrayValue?.count == 3)
    }
  }

  @Test func demoWithoutALabSaysWhereItLooked() throws {
    try withTemporaryDirectory { directory in
      let manager = FileManager.default
      try manager.createDirectory(atPath: "\(directory)/wrappers", withIntermediateDirectories: true)
      try "Q: {prompt}\n".write(toFile: "\(directory)/wrappers/qa.txt", atomically: true, encoding: .utf8)
      let result = try Program.run(["demo"], in: directory, environment: ["MINDSTATE_DATA": directory])
      #expect(result.status == 1 && result.output.isEmpty)
      #expect(
        result.errors.contains("\(directory)/lab: the lab is not there") && result.errors.contains("make install"))
    }
  }
}
