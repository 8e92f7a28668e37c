/// A text without the marks of Markdown.
struct MarkdownText {
  /// Without list markers, headings, quotes, links' addresses and emphasis.
  let plain: String
  /// The same with the marks of emphasis.
  let emphasised: String

  init(_ text: String) {
    var number = 0
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      Self.withoutLinks(Self.content(of: Array(line), &number))
    }
    emphasised = lines.map { String($0) }.joined(separator: "\n")
    plain = lines.map { String(Self.withoutEmphasis($0)) }.joined(separator: "\n")
  }

  /// A line behind its margin: spaces, `>`, `#`, `-`, `*`, `+`, `•`, and `1.` or `1)` where the text's list has come to
  /// that number.
  private static func content(of line: [Character], _ number: inout Int) -> ArraySlice<Character> {
    var rest = line[...]
    while true {
      rest = rest.drop(while: \.isWhitespace)
      let mark = rest.prefix { ">#-*+•".contains($0) }
      guard !mark.isEmpty, rest.dropFirst(mark.count).first?.isWhitespace == true,
        mark.count == 1 || mark.allSatisfy({ $0 == "#" || $0 == ">" })
      else { break }
      rest = rest.dropFirst(mark.count)
    }
    let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
    let behind = rest.dropFirst(digits.count)
    guard let value = Int(String(digits)), value == number + 1, let sign = behind.first, sign == "." || sign == ")",
      behind.dropFirst().first?.isWhitespace == true, behind.dropFirst().contains(where: { !$0.isWhitespace })
    else { return rest }
    number = value
    return behind.dropFirst(2)
  }

  /// `[text](address)` as its text.
  private static func withoutLinks(_ line: ArraySlice<Character>) -> [Character] {
    var result: [Character] = []
    var rest = line
    while let character = rest.first {
      if character == "]", rest.dropFirst().first == "(", let end = rest.firstIndex(of: ")") {
        rest = rest[(end + 1)...]
      } else {
        result.append(character)
        rest.removeFirst()
      }
    }
    return result
  }

  /// `**text**` and `_text_` as their text: runs of one mark that open before a character, and what closes them.
  private static func withoutEmphasis(_ line: [Character]) -> [Character] {
    var result: [Character] = []
    var open: Set<Character> = []
    var index = 0
    while index < line.count {
      let mark = line[index]
      guard mark == "*" || mark == "_" else {
        result.append(mark)
        index += 1
        continue
      }
      let end = line[index...].firstIndex { $0 != mark } ?? line.count
      let isAfterWord = index > 0 && AnswerCharacter.isWord(line[index - 1])
      let isAfterText = index > 0 && !line[index - 1].isWhitespace
      let isBeforeWord = end < line.count && AnswerCharacter.isWord(line[end])
      let isBeforeText = end < line.count && !line[end].isWhitespace
      if isAfterText, !isBeforeWord, open.contains(mark) {
        open.remove(mark)
      } else if isBeforeText, !isAfterWord {
        open.insert(mark)
      } else {
        result += line[index..<end]
      }
      index = end
    }
    return result
  }
}
