import Foundation
import MindstateExperiments
import MindstateStore
import MindstateTestSupport
import Testing

/// `mindstate sweep` as a person runs it.
struct SweepCommandTests {
  /// A sweep of the untrained pair in `directory`.
  private static func write(in directory: String) throws {
    let data = "\(Fixture.repository)/data"
    let text = """
      prompts: \(data)/prompts/smoke.jsonl
      limit: 6
      conditions:
        base/bare: {model: \(data)/tiny/base}
        base/qa: {model: \(data)/tiny/base, wrapper: \(data)/wrappers/qa.txt}
        tuned/bare: {model: \(data)/tiny/tuned}
      roles:
        start: base/bare
        pairs: [{question: tuned/bare, target: base/qa}]
        irrelevant: \(data)/wrappers/irrelevant/qa
      behaviour: {max_new_tokens: 4}
      resamples: 20
      output: run

      """
    try text.write(toFile: "\(directory)/sweep.yaml", atomically: true, encoding: .utf8)
  }

  private static func contents(_ root: String) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      contents[name] = FileManager.default.contents(atPath: "\(root)/\(name)")
    }
    return contents
  }

  /// As a person tries it: printed into a directory with nothing else in it, planned, and run to its end.
  @Test func thePrintedExampleRunsInAnEmptyDirectory() throws {
    try withTemporaryDirectory { directory in
      let printed = try Program.run(["sweep", "--example"], in: directory)
      #expect(printed.status == 0)
      try printed.output.write(toFile: "\(directory)/sweep.yaml", atomically: true, encoding: .utf8)
      let plan = try Program.run(["sweep", "sweep.yaml", "--plan"], in: directory)
      #expect(plan.status == 0 && plan.output.contains("200 prompts under 27 conditions"), "\(plan.errors)")
      let said = plan.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(said.contains("more paths are of the data that come with mindstate"), "\(plan.errors)")
      let run = try Program.run(["sweep", "sweep.yaml", "--limit", "40", "--json"], in: directory)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try JSON(parsing: run.output)["pairs"]?.arrayValue?.count == 4)
      for table in ["verdicts", "probes", "modes", "trajectory", "crossed", "behaviour"] {
        #expect(FileManager.default.fileExists(atPath: "\(directory)/out/run/\(table).csv"), "\(table)")
      }
    }
  }

  @Test func theFailingPieceIsNamedLastAndHidesNothing() throws {
    try withTemporaryDirectory { directory in
      try Self.write(in: directory)
      try FileManager.default.createDirectory(
        atPath: "\(directory)/run/similarity.csv/taken", withIntermediateDirectories: true)
      let result = try Program.run(["sweep", "sweep.yaml"], in: directory)
      #expect(result.status == 1 && result.output.contains("tuned/bare – base/qa"), "\(result)")
      let last = result.errors.split(separator: "\n").last ?? ""
      #expect(last.contains("all is done but similarity: "), "\(result.errors)")
    }
  }

  @Test func oneCommandFillsTheRunDirectoryAndSaysSo() throws {
    try withTemporaryDirectory { directory in
      try Self.write(in: directory)
      let plan = try Program.run(["sweep", "sweep.yaml", "--plan"], in: directory)
      #expect(plan.status == 0 && plan.output.contains("distinct prefixes"), "\(plan.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(directory)/run"))
      let first = try Program.run(["sweep", "sweep.yaml", "--json"], in: directory)
      #expect(first.status == 0, "\(first.errors)")
      let summary = try JSON(parsing: first.output)
      #expect(summary["kept"]?.intValue == 0 && summary["pairs"]?.arrayValue?.count == 1)
      let again = try Program.run(["sweep", "sweep.yaml", "--quiet"], in: directory)
      #expect(again.status == 0 && again.output.isEmpty && again.errors.isEmpty)
      let other = try Program.run(["sweep", "sweep.yaml", "--run", "other"], in: directory)
      #expect(other.status == 0 && other.output.contains("tuned/bare – base/qa"))
      let (a, b) = (try Self.contents("\(directory)/run"), try Self.contents("\(directory)/other"))
      #expect(a == b)
    }
  }

  @Test func killedAtAnyMomentItEndsWithTheSameBytes() throws {
    try withTemporaryDirectory { directory in
      try Self.write(in: directory)
      let start = Date()
      _ = try Program.run(["sweep", "sweep.yaml", "--quiet"], in: directory)
      let duration = Date().timeIntervalSince(start)
      let whole = try Self.contents("\(directory)/run")
      for moment in 1...5 {
        let run = "\(directory)/killed-\(moment)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["sweep", "sweep.yaml", "--quiet", "--run", run]
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        try process.run()
        Thread.sleep(forTimeInterval: duration * Double.random(in: 0.05...1))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let again = try Program.run(["sweep", "sweep.yaml", "--quiet", "--run", run], in: directory)
        #expect(again.status == 0, "\(again.errors)")
        #expect(try Self.contents(run) == whole)
      }
    }
  }

  @Test func anInterruptLeavesWholeFilesAndOneHundredAndThirty() throws {
    try withTemporaryDirectory { directory in
      try Self.write(in: directory)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["sweep", "sweep.yaml", "--quiet"]
      process.currentDirectoryURL = URL(fileURLWithPath: directory)
      process.standardError = FileHandle.nullDevice
      try process.run()
      while !FileManager.default.fileExists(atPath: "\(directory)/run/.pieces") { Thread.sleep(forTimeInterval: 0.001) }
      process.interrupt()
      process.waitUntilExit()
      // It may have been faster than the interrupt.
      #expect([0, 130].contains(process.terminationStatus))
      #expect(!(try Self.contents("\(directory)/run").keys.contains { $0.hasSuffix(".tmp") }))
    }
  }

  @Test func wrongUsageAndWrongFilesAreToldApart() throws {
    for arguments in [["sweep"], ["sweep", "x.yaml", "--example"]] {
      #expect(try Program.run(arguments).status == 64)
    }
    for arguments in [["sweep", "none.yaml"], ["sweep", "none.yaml", "--shard", "3/2"]] {
      let result = try Program.run(arguments)
      #expect(result.status == 1 && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }
  }
}
