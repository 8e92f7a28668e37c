/// Running text for a terminal.
package enum Paragraph {
  /// `text` with each line that is wider than `width` columns broken at spaces. What follows a break begins under the
  /// line's own beginning and `hanging` columns further in. A word that fits no line, as a long path, stays whole and
  /// where it is.
  package static func wrapped(_ text: String, width: Int = Terminal.width, hanging: Int = 2) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { DisplayWidth.columns($0) <= width ? String($0) : broken($0, width, hanging) }
      .joined(separator: "\n")
  }

  /// A line that stands by itself and is a command: it is broken so that a shell still reads it as one.
  private static func isCommand(_ line: Substring) -> Bool {
    line.hasPrefix("  ") && line.drop { $0 == " " }.hasPrefix("mindstate ")
  }

  /// Names and values under each other; what of a value does not fit stands below it.
  package static func facts(_ facts: [(name: String, value: String)], width: Int = Terminal.width) -> String {
    let column = (facts.map { DisplayWidth.columns($0.name) }.max() ?? 0) + 2
    return facts.map { name, value in
      wrapped(DisplayWidth.padded(name, to: column) + value, width: width, hanging: column) + "\n"
    }.joined()
  }

  private static func broken(_ line: Substring, _ width: Int, _ hanging: Int) -> String {
    let indent = line.prefix { $0 == " " }
    let margin = String(repeating: " ", count: max(0, min(indent.count + hanging, width / 2)))
    var (lines, current, used) = ([String](), String(indent), indent.count)
    var rest = line.dropFirst(indent.count)
    let isCommand = isCommand(line)
    let mark = isCommand ? " \\" : ""
    var gap = 0  // spaces before the next word; several, as between columns, are kept
    while !rest.isEmpty {
      let word = rest.prefix(isCommand ? shellWord(rest) : rest.prefix { $0 != " " }.count)
      let columns = DisplayWidth.columns(word)
      let fitsBelow = margin.count + columns <= width - mark.count || used > width
      if used + gap + columns > width - mark.count, fitsBelow, used > (lines.isEmpty ? indent.count : margin.count) {
        lines.append(current + mark)
        (current, used) = (margin + word, margin.count + columns)
      } else {
        current += String(repeating: " ", count: gap) + word
        used += gap + columns
      }
      rest = rest.dropFirst(word.count)
      gap = rest.prefix { $0 == " " }.count
      rest = rest.dropFirst(gap)
    }
    return (lines + [current]).joined(separator: "\n")
  }

  /// The length of the word that a shell sees at the start of `text`: spaces in quotes belong to it.
  private static func shellWord(_ text: Substring) -> Int {
    var (quote, count) = (Character?.none, 0)
    for character in text {
      if character == " ", quote == nil { break }
      if character == quote { quote = nil } else if quote == nil, "'\"".contains(character) { quote = character }
      count += 1
    }
    return count
  }
}
