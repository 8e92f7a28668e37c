import IssueReporting
import MindstateExperiments
import MindstateModel

/// Where an assertion stands in the tests.
struct CallSite {
  var fileID: StaticString
  var filePath: StaticString
  var line: UInt
  var column: UInt

  /// Fails the running test, under Swift Testing or XCTest.
  func report(_ message: String) {
    reportIssue(message, fileID: fileID, filePath: filePath, line: line, column: column)
  }

  /// Answers `claim`; anything but "it holds" is an issue here, an error included.
  func expect(
    _ caller: String, _ claim: StateAssertion.Claim, prompts: StatePrompts, position: String, site: String,
    layers: StateLayers, answers: String?, seed: UInt64
  ) {
    let path = PathLookup(source: "\(filePath)")
    do {
      var assertion = StateAssertion(claim, prompts: path(prompts.asserted))
      guard let place = Site(rawValue: site) else {
        return report("\(caller) could not look: \"\(site)\" is no site; there are \(Self.sites)")
      }
      assertion.reading.site = place
      assertion.reading.position = try Position(parsing: position)
      assertion.reading.layers = layers.numbers
      assertion.reading.answers = answers.map { path($0) }
      assertion.seed = seed
      let outcome = try assertion.outcome()
      if !outcome.holds { report(outcome.message(caller)) }
    } catch {
      report("\(caller) could not look: \(error)")
    }
  }

  private static var sites: String { Site.allCases.map(\.rawValue).joined(separator: ", ") }
}
