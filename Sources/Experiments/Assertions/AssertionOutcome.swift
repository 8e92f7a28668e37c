/// What came of an assertion: the answer, what it rests on, and words for people.
package struct AssertionOutcome: Sendable {
  package enum Answer: String, Sendable { case holds, fails, undecided }

  /// One layer.
  package struct Layer: Sendable, Equatable {
    package var layer: Int
    package var value: Double?
    package var low: Double?
    package var high: Double?
    /// `same`, `different`, `undecided`; `in`, `not in`; `transfers`, `does not transfer`; or why there is no value.
    package var verdict: String
    package var answer: Answer

    var line: String {
      guard let value else { return "layer \(layer): \(verdict)" }
      return "layer \(layer): \(number(value)) \(interval(low, high)) \(verdict)"
    }
  }

  /// `same`, `different`, `mode`, `transfer`.
  package var kind: String
  package var answer: Answer
  package var site: String
  package var position: String
  /// `s`, `share`, `balanced accuracy`.
  package var measure: String
  /// The margin or threshold that was declared.
  package var threshold: Double
  package var layers: [Layer]
  /// The layer that speaks most against the claim, or for it where it holds.
  package var decisive: Layer
  /// What all layers together are, those left out that cannot be judged.
  package var verdict: String
  /// `same 2-6, different 1, not judged 0`; nil where one layer was read.
  package var ranges: String?
  /// Prompts that would decide, where that is open and known.
  package var neededPrompts: Int?
  /// Below the first line: what was compared, distances or controls, what would decide.
  package var details: [String]
  /// How to see more: commands.
  package var commands: [String]
  /// To be known even where the claim holds: self-test, tokens that differ, few prompts.
  package var notes: [String]

  package var holds: Bool { answer == .holds }

  /// `resid layer 7, last: s 0.61 [0.52, 0.70], margin 0.25 → different`
  package var headline: String {
    let kind = measure == "s" ? "margin" : "threshold"
    let value =
      decisive.value.map { "\(measure) \(number($0)) \(interval(decisive.low, decisive.high))" } ?? "no \(measure)"
    return "\(site) layer \(decisive.layer), \(position): \(value), \(kind) \(number(threshold)) → \(decisive.verdict)"
  }

  /// All that is needed to go on: STYLE's form, one indented line a subject.
  package func message(_ caller: String) -> String {
    var lines = ["\(caller) \(answer == .undecided ? "undecided" : "failed"): \(headline)"]
    if let overLayers { lines.append(overLayers) }
    lines += notes.filter { $0.hasPrefix("self-test") }
    lines += details
    if layers.count > 1 { lines.append("\(measure) by layer, with bounds:"); lines += layers.map { "  " + $0.line } }
    lines += notes.filter { !$0.hasPrefix("self-test") }.map { "note: \($0)" }
    if !commands.isEmpty { lines.append("see more:"); lines += commands.map { "  " + $0 } }
    return lines[0] + lines.dropFirst().map { "\n  " + $0 }.joined()
  }

  /// `over layers: same 2-6, different 1, not judged 0`.
  package var overLayers: String? { ranges.map { "over layers: \($0)" } }

  /// Holds at every layer; open where one layer is open and none is against it.
  static func answer(_ layers: [Layer]) -> Answer {
    if layers.allSatisfy({ $0.answer == .holds }) { return .holds }
    return layers.contains { $0.answer == .fails } ? .fails : .undecided
  }
}

/// Two decimals, three for what is small: what a person compares.
func number(_ value: Double) -> String {
  guard value.isFinite else { return "\(value)" }
  let scale = abs(value) < 0.1 && value != 0 ? 1000.0 : 100.0
  guard abs(value) < 1e12 else { return "\(value)" }
  let whole = Int((abs(value) * scale).rounded())
  let digits = String(whole % Int(scale) + Int(scale)).dropFirst()
  return (value < 0 && whole > 0 ? "−" : "") + "\(whole / Int(scale)).\(digits)"
}

func interval(_ low: Double?, _ high: Double?) -> String {
  guard let low, let high else { return "[no bounds]" }
  return "[\(number(low)), \(number(high))]"
}

/// `1 prompt`, `2 prompts`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
