import Foundation
import MindstateExperiments
import MindstateTestSupport
import Testing

/// A sweep on the untrained pair, small enough to be run many times, in a directory of its own.
struct TinySweep {
  let directory: String
  var file: String { "\(directory)/sweep.yaml" }
  var run: String { "\(directory)/run" }
  private static let data = "\(Fixture.repository)/data"

  /// Writes the prompts, the wrappers and the sweep file.
  init(_ directory: String, more: String = "") throws {
    self.directory = directory
    let prompts = [
      ("France", "What is the capital of France?", "Paris"), ("sum", "What is 17 + 4?", "21"),
      ("sky", "Which color has the sky?", "blue"), ("name", "Name the river of Cairo.", "Nile"),
      ("day", "Which day follows Monday?", "Tuesday"), ("town", "Name the town on the Spree.", "Berlin"),
    ]
    let lines = prompts.map {
      "{\"id\":\"\($0.0)\",\"text\":\"\($0.1)\",\"reference\":\"\($0.2)\",\"labels\":{\"kind\":\"\($0.0.count)\"}}"
    }
    try write(lines.joined(separator: "\n") + "\n", "prompts.jsonl")
    for (name, text) in [("asks", "Asked: {prompt}\\nReply:\\n"), ("query", "Query: {prompt}\\nResult:\\n")] {
      try write(text.replacingOccurrences(of: "\\n", with: "\n"), "paraphrases/\(name).txt")
    }
    for (name, text) in [
      ("diary", "Diary, {prompt}\\nrain again\\n"), ("shelf", "On the shelf: {prompt}\\nand dust\\n"),
    ] {
      try write(text.replacingOccurrences(of: "\\n", with: "\n"), "irrelevant/\(name).txt")
    }
    try write("Q: {prompt}\nA:\n", "qa.txt")
    try write(Self.yaml + more, "sweep.yaml")
  }

  func write(_ text: String, _ name: String) throws {
    let url = URL(fileURLWithPath: "\(directory)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  static let yaml = """
    question: Is anything anywhere?
    prompts: prompts.jsonl
    conditions:
      base/bare: {model: \(data)/tiny/base}
      base/qa: {model: \(data)/tiny/base, wrapper: qa.txt}
      tuned/bare: {model: \(data)/tiny/tuned}
    roles:
      start: base/bare
      pairs: [{question: tuned/bare, target: base/qa}]
      paraphrases: paraphrases
      irrelevant: irrelevant
    admission: {answer_rate: 1, kl: 1000}
    read: {positions: [last, answer-end]}
    behaviour: {max_new_tokens: 4}
    resamples: 20
    output: run

    """

  var request: SweepRequest { SweepRequest(path: file) }

  /// Every file of the run directory with its bytes.
  func contents(_ run: String? = nil) throws -> [String: Data] {
    let root = run ?? self.run
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      contents[name] = FileManager.default.contents(atPath: "\(root)/\(name)")
    }
    return contents
  }
}

/// Names of files whose bytes differ, or which are in one place only.
func differing(_ a: [String: Data], _ b: [String: Data]) -> [String] {
  Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
}

/// Requires the same files with the same bytes; else tells the first lines that differ.
func expectEqual(
  _ a: [String: Data], _ b: [String: Data], sourceLocation: SourceLocation = #_sourceLocation
) {
  for name in differing(a, b) {
    let lines = [a[name], b[name]].map { String(decoding: $0 ?? Data(), as: UTF8.self).split(separator: "\r\n") }
    let pair = zip(lines[0], lines[1]).first { $0 != $1 }
    Issue.record("\(name) differs: \(pair.map { "\($0.0) | \($0.1)" } ?? "")", sourceLocation: sourceLocation)
  }
}
