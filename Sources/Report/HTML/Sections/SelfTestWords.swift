/// What the test of the assay on itself came to.
enum SelfTestWords {
  /// Said before anything else; nothing where the test passed everywhere.
  static func warnings(_ run: RunContents) -> [String] {
    failures(run) + overlaps(run)
  }

  private static func overlaps(_ run: RunContents) -> [String] {
    run.manifest.overlapLines.isEmpty ? [] : [run.manifest.overlapLines.joined(separator: " ")]
  }

  private static func failures(_ run: RunContents) -> [String] {
    guard let passed = passed(run) else {
      return run.verdicts.isEmpty ? [] : ["No self-test was made in this run, so its verdicts are not checked."]
    }
    if passed { return [] }
    let places = run.manifest.selfTestPlaces.prefix(6).map { PlotText.cut($0, to: 200) }
    if !places.isEmpty {
      let more = run.manifest.selfTestPlaces.count > 6 ? "; and others" : ""
      return [
        "The self-test failed for \(places.joined(separator: "; "))\(more). Rely on no verdict there, nor on that "
          + "position's verdict over all layers; those of other layers and positions stand. " + details(run)
      ]
    }
    return [
      "The self-test failed: " + details(run)
        + " Where paraphrases do not come out as same and irrelevant wrappers as different, the verdicts below are not "
        + "to be relied upon."
    ]
  }

  /// nil: it was not made.
  static func passed(_ run: RunContents) -> Bool? {
    if let passed = run.manifest.selfTestPassed { return passed }
    let said = run.verdicts.map(\.selfTest).filter { $0 == "passed" || $0 == "failed" }
    return said.isEmpty ? nil : !said.contains("failed")
  }

  private static func details(_ run: RunContents) -> String {
    let named = run.manifest.selfTestFailures.map { PlotText.cut($0, to: 200) }
    if !named.isEmpty { return named.prefix(6).joined(separator: "; ") + (named.count > 6 ? "; and others." : ".") }
    let tried = run.verdicts.filter { ($0.role == "paraphrase" || $0.role == "irrelevant") && $0.layer != nil }
    let wrong = tried.filter { $0.verdict != ($0.role == "paraphrase" ? "same" : "different") }
    if wrong.isEmpty { return "see verdicts.csv." }
    let contrary = wrong.count { $0.verdict != "undecided" }
    return "of \(Words.count(tried.count, "comparison")) of a known wrapper at a layer, "
      + "\(contrary) came out the other way and \(wrong.count - contrary) undecided."
  }

  static func line(_ run: RunContents) -> String? {
    passed(run).map {
      $0
        ? "Self-test passed: each admitted paraphrase came out as same, each irrelevant wrapper as different"
          + (run.manifest.overlapLines.isEmpty ? "." : ", wherever the controls do not overlap.")
        : "Self-test failed: " + details(run)
    }
  }
}
