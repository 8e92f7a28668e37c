/// Running text for a terminal.
enum Paragraph {
  /// Lines of at most `width` characters, broken at spaces; those after the first begin with `indent` spaces.
  static func wrapped(_ text: String, width: Int = 100, indent: Int = 0) -> String {
    var (lines, line) = ([String](), "")
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }
}
