import MindstateExperiments

/// Where an assertion stands in the tests.
struct CallSite {
  var fileID: StaticString
  var filePath: StaticString
  var line: UInt
  var column: UInt

  /// Answers `claim`; anything but "it holds" is an issue here, an error included.
  func expect(
    _ caller: String, _ claim: StateAssertion.Claim, prompts: StatePrompts, at position: StatePosition, site: StateSite,
    layers: some StateLayerChoice, answers: String?, seed: UInt64
  ) {
    let path = PathLookup(source: "\(filePath)")
    do {
      var assertion = StateAssertion(claim, prompts: path(prompts.asserted))
      assertion.reading.site = site.site
      assertion.reading.position = position.position
      assertion.reading.layers = layers.stateLayers.asserted
      assertion.reading.answers = answers.map { path($0) }
      assertion.seed = seed
      let outcome = try assertion.outcome()
      if !outcome.holds { TestIssue.record(outcome.message(caller), at: self) }
    } catch {
      TestIssue.record("\(caller) could not look: \(error)", at: self)
    }
  }
}
