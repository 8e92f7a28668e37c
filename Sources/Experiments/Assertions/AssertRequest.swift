import MindstateNumerics
import MindstateStore

/// An assertion file to answer, and where the report goes.
package struct AssertRequest: Sendable {
  package var path: String
  package var threads: Int?
  /// A JUnit XML file; nil writes none.
  package var junit: String?

  package init(path: String) { self.path = path }

  /// Answers every assertion; one that cannot be answered at all is a result too, so that the others are looked at.
  package func run(_ began: (_ title: String, _ index: Int, _ count: Int) -> Void = { _, _, _ in }) throws
    -> AssertReport
  {
    let file = try AssertionFile(path: path)
    if let junit { try AtomicFile.check(junit) }
    let (shelf, workers) = (CaptureShelf(), Workers(threads: threads))
    var results: [AssertReport.Result] = []
    for (index, assertion) in file.assertions.enumerated() {
      began(assertion.title, index + 1, file.assertions.count)
      let start = ContinuousClock.now
      let outcome = Result { try assertion.outcome(shelf: shelf, workers: workers) }
      let elapsed = start.duration(to: .now)
      results.append(
        AssertReport.Result(
          title: assertion.title, outcome: outcome.mapError { AssertReport.Failure(text: "\($0)") },
          seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18))
    }
    let report = AssertReport(file: path, results: results, notices: file.notices)
    if let junit { try AtomicFile.write(to: junit) { try $0.write(Array(report.junit.utf8)) } }
    return report
  }
}

/// The answers to a file's assertions.
package struct AssertReport: Sendable {
  /// Why there is no answer.
  package struct Failure: Error, Sendable { package var text: String }

  package struct Result: Sendable {
    package var title: String
    package var outcome: Swift.Result<AssertionOutcome, Failure>
    package var seconds: Double

    package var holds: Bool { (try? outcome.get().holds) ?? false }

    /// `holds`, `fails`, `undecided`, `error`.
    package var word: String { (try? outcome.get().answer.rawValue) ?? "error" }

    /// The whole message of a failure, or one line.
    package var text: String {
      switch outcome {
      case .success(let outcome):
        outcome.holds
          ? [outcome.headline, outcome.overLayers].compactMap { $0 }.joined(separator: "\n")
          : outcome.message(outcome.kind)
      case .failure(let failure): failure.text
      }
    }
  }

  package var file: String
  package var results: [Result]
  /// What the reader of the file should know, a line each.
  package var notices: [String] = []

  package var holds: Bool { results.allSatisfy(\.holds) }

  /// `3 assertions: 2 hold, 1 does not`
  package var summary: String {
    let held = results.count { $0.holds }
    return "\(counted(results.count, "assertion")): \(held) hold\(held == 1 ? "s" : ""), "
      + "\(results.count - held) do\(results.count - held == 1 ? "es" : "") not"
  }
}
