import MindstateStore

/// The terminal that a person looks at.
package enum Terminal {
  /// The columns of standard output: `COLUMNS` where that is a number, else what the terminal says, else 80; at least
  /// 40.
  package static var width: Int { width(of: 1) }

  /// The same of standard error.
  static var messageWidth: Int { width(of: 2) }

  private static func width(of descriptor: Int32) -> Int {
    let set = SystemCalls.environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return min(max(set ?? SystemCalls.terminalColumns(descriptor) ?? 80, 40), 1000)
  }

  /// `text` as it may go to a terminal: control characters, with which a model's text could move the cursor or worse,
  /// are shown and not sent. Line breaks and tabs stay.
  package static func printable(_ text: String) -> String {
    func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
    }
    if !text.unicodeScalars.contains(where: isHarmful) { return text }
    return text.reduce(into: "") { shown, character in
      if character == "\r\n" { return shown.append("\n") }
      shown.unicodeScalars.append(contentsOf: character.unicodeScalars.map { isHarmful($0) ? picture(of: $0) : $0 })
    }
  }

  /// Unicode's picture of a control character: ␛ for escape.
  private static func picture(of control: Unicode.Scalar) -> Unicode.Scalar {
    switch control.value {
    case 0..<0x20: Unicode.Scalar(0x2400 + control.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }
}
