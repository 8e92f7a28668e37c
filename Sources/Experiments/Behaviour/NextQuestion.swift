public import MindstateModel

/// How the next question looks in a text that goes on asking.
public struct NextQuestion: Sendable, Equatable {
  /// How a line begins that asks the next thing, whatever it ends in.
  public let openings: [String]
  /// First words of questions, which end in a question mark.
  public let asking: Set<String>

  public init(openings: [String], asking: Set<String>) {
    self.openings = openings
    self.asking = asking
  }

  /// - Parameters:
  ///   - wrappers: what stands before the prompt's line opens a question (`Q:`, `### Instruction:`).
  ///   - prompts: those that do not end in a question mark ask by their first two words (`Name the`), the others by
  ///     their first and the mark.
  public init(wrappers: [Wrapper], prompts: [Prompt]) {
    var openings: [String] = []
    var asking: Set<String> = []
    for wrapper in wrappers {
      // The line that the prompt stands on, or the one above where the prompt has its own.
      let lines = wrapper.prefix.split(whereSeparator: \.isNewline).map(Self.trimmed)
      if let line = lines.last(where: { !$0.isEmpty }) { openings.append(String(line)) }
    }
    for prompt in prompts {
      guard case .text(let text) = prompt.content else { continue }
      let words = text.split(whereSeparator: \.isWhitespace)
      if Self.endsInMark(text) {
        if let first = words.first { asking.insert(String(first)) }
      } else if words.count > 1 {
        openings.append("\(words[0]) \(words[1]) ")
      }
    }
    var seen: Set<String> = []
    self.init(openings: openings.filter { seen.insert($0).inserted }, asking: asking)
  }

  /// Whether `line`, which follows an answer, asks again: it ends in a question mark, or opens as a question.
  func asks(_ line: some StringProtocol) -> Bool { Self.endsInMark(line) || opens(line) }

  /// Whether `line`, which stands where the answer should, asks instead. A question mark alone makes no question of it:
  /// a model may well answer `Paris?`.
  func asksAtOnce(_ line: some StringProtocol) -> Bool {
    if opens(line) { return true }
    guard Self.endsInMark(line), let first = line.split(whereSeparator: \.isWhitespace).first else { return false }
    return asking.contains(String(first))
  }

  private func opens(_ line: some StringProtocol) -> Bool {
    let line = Self.trimmed(line)
    return openings.contains { line.hasPrefix($0) }
  }

  private static func endsInMark(_ line: some StringProtocol) -> Bool {
    trimmed(line).last.map { $0 == "?" || $0 == "？" || $0 == "؟" } ?? false
  }

  private static func trimmed(_ line: some StringProtocol) -> String {
    var line = String(line.drop(while: \.isWhitespace))
    while line.last?.isWhitespace == true { line.removeLast() }
    return line
  }
}
