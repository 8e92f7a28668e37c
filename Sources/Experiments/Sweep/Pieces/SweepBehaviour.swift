package import MindstateModel

/// How a continuation is judged, for any prompts and wrappers.
package struct SweepBehaviour: Sendable {
  /// How a line begins that asks the next thing.
  package let openings: [String]

  /// - Parameters:
  ///   - wrappers: those of the sweep's own conditions. What stands before the prompt's line opens a question
  ///     (`Q:`, `### Instruction:`).
  ///   - prompts: those that do not end in a question mark ask by their first two words (`Name the`).
  package init(wrappers: [Wrapper], prompts: [Prompt]) {
    var openings: [String] = []
    for wrapper in wrappers {
      // The line that the prompt stands on, or the one above where the prompt has its own.
      let lines = wrapper.prefix.split(separator: "\n").map(Self.trimmed)
      if let line = lines.last(where: { !$0.isEmpty }) { openings.append(String(line)) }
    }
    for prompt in prompts {
      guard case .text(let text) = prompt.content, Self.trimmed(text[...]).last != "?" else { continue }
      let words = text.split(whereSeparator: \.isWhitespace).prefix(2)
      if words.count == 2 { openings.append(words.joined(separator: " ") + " ") }
    }
    self.openings = SweepPlan.distinct(openings)
  }

  /// Whether a line after the first asks again: it ends in a question mark, or begins as a prompt of this sweep does.
  package func goesOn(_ text: String) -> Bool {
    Self.lines(text).dropFirst().contains { line in
      let line = Self.trimmed(line)
      return line.last == "?" || openings.contains { line.hasPrefix($0) }
    }
  }

  /// Whether the first line refuses to answer: it has one of the usual phrases.
  package static func declines(_ text: String) -> Bool {
    let line = firstLine(text).lowercased().replacing("’", with: "'")
    return refusals.contains { line.contains($0) }
  }

  package static func firstLine(_ text: String) -> String { lines(text).first.map(String.init) ?? "" }

  /// To Swift CR LF is one character, which is a newline but not equal to "\n".
  private static func lines(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  private static let refusals = [
    "rather not", "i cannot", "i can't", "i can not", "i won't", "i will not", "i'm sorry", "i am sorry",
    "i'm not able", "i am not able", "i'm unable", "i am unable", "as an ai",
  ]

  private static func trimmed(_ line: Substring) -> Substring {
    var line = line.drop(while: \.isWhitespace)
    while line.last?.isWhitespace == true { line.removeLast() }
    return line
  }
}

extension SweepPlan {
  var behaviour: SweepBehaviour {
    let names = file.conditions.map(\.name)
    let wrappers = names.compactMap { name -> Wrapper? in
      if case .wrapper(let wrapper) = condition(name)?.format { wrapper } else { nil }
    }
    return SweepBehaviour(wrappers: wrappers, prompts: prompts.prompts)
  }
}
