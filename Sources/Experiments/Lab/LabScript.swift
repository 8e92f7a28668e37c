import MindstateNumerics

/// Film scripts of the lab, and the grammar that tells a well-formed one.
///
///     script  = heading cue speech { cue speech } "CUT TO:"
///     heading = ("INT. " | "EXT. ") TOWN " - " ("DAY" | "NIGHT")
///     cue     = a role in capital letters
///     speech  = a sentence that begins with a capital letter and ends in "." or "!"
///
/// each on a line of its own.
public enum LabScript {
  static let roles = ["BAKER", "SMITH", "GUIDE", "MAYOR", "NURSE", "GUARD"]

  private static let replies = ["So it is.", "I knew it.", "Thank you.", "Good to know.", "Nobody told me."]

  static func text(telling question: LabQuestion, _ world: LabWorld, _ random: inout RandomStream) -> String {
    let town = random.pick(LabAttribute.all[0].values).uppercased()
    let speakers = random.sample(roles, 2)
    return """
      \(random.pick(["INT", "EXT"])). \(town) - \(random.pick(["DAY", "NIGHT"]))
      \(speakers[0])
      \(question.statement)
      \(speakers[1])
      \(random.pick(replies))
      CUT TO:
      """
  }

  /// Whether `text` begins with a well-formed script; what comes after its `CUT TO:` does not matter.
  public static func isWellFormed(_ text: String) -> Bool {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    guard let heading = lines.popFirst(), isHeading(heading) else { return false }
    var speeches = 0
    while let line = lines.popFirst() {
      if line == "CUT TO:" { return speeches > 0 }
      guard roles.contains(line), let speech = lines.popFirst(), isSpeech(speech) else { return false }
      speeches += 1
    }
    return false
  }

  private static func isHeading(_ line: String) -> Bool {
    LabAttribute.all[0].values.contains { town in
      ["INT", "EXT"].contains { place in
        ["DAY", "NIGHT"].contains { time in line == "\(place). \(town.uppercased()) - \(time)" }
      }
    }
  }

  private static func isSpeech(_ line: String) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    return first.isUppercase && (last == "." || last == "!") && line.contains(where: \.isLowercase)
  }
}
