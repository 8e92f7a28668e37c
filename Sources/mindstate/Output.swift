import MindstateStore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output, whose errors (a closed pipe, a full disk) are thrown and not lost.
enum StandardOutput {
  /// Data: the bytes as they are. On a terminal control characters are shown, not sent.
  static func write(_ text: String) throws {
    StandardError.clearLine()
    try SystemCalls.write(isTerminal ? Terminal.printable(text) : text, to: 1, named: "standard output")
  }

  /// Words for a person, wrapped at the terminal's width.
  static func say(_ text: String) throws { try write(Paragraph.wrapped(text)) }

  private static let isTerminal = isatty(1) == 1
}

/// Standard error: messages and progress. When it cannot be written to there is nobody to tell.
///
/// At most one line of progress stands on the terminal, the last; whatever else is said takes it away first.
enum StandardError {
  static let isTerminal = isatty(2) == 1
  private static let hasLine = Mutex(false)

  /// A message, wrapped at the terminal's width.
  static func say(_ text: String) { put(Paragraph.wrapped(text, width: Terminal.messageWidth)) }

  /// An error: one line for programs that read it, wrapped for a person.
  static func sayError(_ text: String) {
    put(isTerminal ? Paragraph.wrapped(text, width: Terminal.messageWidth) : text)
  }

  /// Shows in one line what is being done, until something else is said; nothing where there is no terminal.
  static func draw(title: String) { draw(line: DisplayWidth.cut(title, to: Terminal.messageWidth - 1)) }

  /// Draws `line`, which must fit, in place of the last one; nothing where there is no terminal.
  static func draw(line: String) {
    if !isTerminal { return }
    let line = Terminal.printable(line)
    hasLine.withLock { hasLine in
      hasLine = true
      send("\r\u{1B}[2K" + line)
    }
  }

  /// Takes the line of progress away.
  static func clearLine() { hasLine.withLock { clear(&$0) } }

  private static func put(_ text: String) {
    hasLine.withLock { hasLine in
      clear(&hasLine)
      send(isTerminal ? Terminal.printable(text) : text)
    }
  }

  private static func clear(_ hasLine: inout Bool) {
    if hasLine { send("\r\u{1B}[2K") }
    hasLine = false
  }

  private static func send(_ text: String) { try? SystemCalls.write(text, to: 2, named: "standard error") }
}
