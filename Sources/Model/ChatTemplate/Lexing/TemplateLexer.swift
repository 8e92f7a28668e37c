/// Cuts a template into tokens, with the whitespace control of jinja2 under `trim_blocks` and `lstrip_blocks`.
///
/// Outside tags the rules are those of jinja2's lexer: a `-` beside a delimiter takes all whitespace on its side, a block
/// or comment alone on its line takes the indentation before it (unless `+` forbids) and the newline after it, and one
/// newline at the end of the template is dropped.
struct TemplateLexer {
  let bytes: [UInt8]
  var index = 0
  var tokens: [TemplateToken] = []
  /// Whether what was read last ended a line, so that text right here starts one.
  private var atLineStart = true

  /// What surrounds an expression or statement.
  enum Tag { case block, variable }

  init(_ source: String) { bytes = Self.normalized(source) }

  /// Line ends as `\n`, without one at the very end.
  private static func normalized(_ source: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.utf8.count)
    var afterReturn = false
    for byte in source.utf8 {
      if byte == UInt8(ascii: "\r") {
        result.append(UInt8(ascii: "\n"))
      } else if byte != UInt8(ascii: "\n") || !afterReturn {
        result.append(byte)
      }
      afterReturn = byte == UInt8(ascii: "\r")
    }
    if result.last == UInt8(ascii: "\n") { result.removeLast() }
    return result
  }

  /// Reads the whole template.
  mutating func run() throws(TemplateFailure) {
    guard bytes.count <= TemplateLimits.sourceBytes else {
      throw TemplateFailure(.limit(what: "a template's size", bound: TemplateLimits.sourceBytes), at: 0)
    }
    while index < bytes.count { try text() }
    add(.end, at: bytes.count)
  }

  mutating func add(_ kind: TemplateToken.Kind, at position: Int) {
    tokens.append(TemplateToken(kind: kind, position: position))
  }

  /// Text up to the next delimiter, and what that delimiter opens.
  private mutating func text() throws(TemplateFailure) {
    let start = index
    guard let open = nextDelimiter(from: index) else {
      addData(start..<bytes.count)
      index = bytes.count
      return
    }
    index = open + 2
    let sign = takeSign()
    addData(stripped(start..<open, sign: sign, isVariable: bytes[open + 1] == UInt8(ascii: "{")))
    atLineStart = false
    switch bytes[open + 1] {
    case UInt8(ascii: "#"): try comment(from: open)
    case UInt8(ascii: "{"):
      add(.variableBegin, at: open)
      try tag(.variable, from: open)
    default:
      if let end = wordTag("raw", trimsLine: false) {
        close(at: end)
        try raw(from: open)
      } else {
        add(.blockBegin, at: open)
        try tag(.block, from: open)
      }
    }
  }

  private func nextDelimiter(from start: Int) -> Int? {
    var i = start
    while i + 1 < bytes.count {
      if bytes[i] == UInt8(ascii: "{") {
        let next = bytes[i + 1]
        if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return i }
      }
      i += 1
    }
    return nil
  }

  private mutating func takeSign() -> UInt8? {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") else {
      return nil
    }
    index += 1
    return bytes[index - 1]
  }

  private mutating func addData(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    add(.data(String(decoding: bytes[range], as: UTF8.self)), at: range.lowerBound)
  }

  /// The text before a delimiter without what the delimiter takes from its end.
  private func stripped(_ range: Range<Int>, sign: UInt8?, isVariable: Bool) -> Range<Int> {
    let withoutEnd = range.lowerBound..<Whitespace.startOfTrailing(in: bytes, range)
    if sign == UInt8(ascii: "-") { return withoutEnd }
    if sign == UInt8(ascii: "+") || isVariable { return range }
    guard let newline = bytes[range].lastIndex(of: UInt8(ascii: "\n")) else {
      return atLineStart && withoutEnd.isEmpty ? withoutEnd : range
    }
    return withoutEnd.upperBound <= newline + 1 ? range.lowerBound..<newline + 1 : range
  }

  /// Goes on at `end`, behind a closing delimiter and what it took.
  private mutating func close(at end: Int) {
    index = end
    atLineStart = bytes[end - 1] == UInt8(ascii: "\n")
  }

  private mutating func comment(from open: Int) throws(TemplateFailure) {
    var i = index
    while i + 1 < bytes.count {
      if bytes[i] == UInt8(ascii: "#"), bytes[i + 1] == UInt8(ascii: "}") {
        let sign = i > index ? bytes[i - 1] : 0
        return close(at: afterEnd(i + 2, sign: sign, trimsLine: true))
      }
      i += 1
    }
    throw TemplateFailure(.syntax("the comment opened here is never closed by #}"), at: open)
  }

  /// Where to go on behind a closing delimiter that ends at `i`.
  private func afterEnd(_ i: Int, sign: UInt8, trimsLine: Bool) -> Int {
    if sign == UInt8(ascii: "-") { return Whitespace.end(in: bytes, from: i) }
    let takesNewline = trimsLine && sign != UInt8(ascii: "+") && i < bytes.count && bytes[i] == UInt8(ascii: "\n")
    return takesNewline ? i + 1 : i
  }

  /// The end of a tag that holds only `word`, when the cursor is right behind its opening; nil when it is another tag.
  private func wordTag(_ word: String, trimsLine: Bool) -> Int? {
    var i = Whitespace.end(in: bytes, from: index)
    guard bytes[i...].starts(with: word.utf8) else { return nil }
    i = Whitespace.end(in: bytes, from: i + word.utf8.count)
    var sign: UInt8 = 0
    if i < bytes.count, bytes[i] == UInt8(ascii: "-") || trimsLine && bytes[i] == UInt8(ascii: "+") {
      sign = bytes[i]
      i += 1
    }
    guard bytes[i...].starts(with: "%}".utf8) else { return nil }
    return afterEnd(i + 2, sign: sign, trimsLine: trimsLine)
  }

  /// Text that is copied as it stands up to `{% endraw %}`.
  private mutating func raw(from open: Int) throws(TemplateFailure) {
    let start = index
    var i = index
    while i + 1 < bytes.count {
      if bytes[i] == UInt8(ascii: "{"), bytes[i + 1] == UInt8(ascii: "%") {
        index = i + 2
        let sign = takeSign()
        if let end = wordTag("endraw", trimsLine: true) {
          addData(stripped(start..<i, sign: sign, isVariable: false))
          return close(at: end)
        }
      }
      i += 1
    }
    throw TemplateFailure(.syntax("the raw block opened here is never closed by {% endraw %}"), at: open)
  }

  /// Ends a tag when its closing delimiter is at the cursor.
  mutating func closeTag(_ tag: Tag) -> Bool {
    let start = index
    var i = index
    var sign: UInt8 = 0
    guard i < bytes.count else { return false }
    if bytes[i] == UInt8(ascii: "-") || tag == .block && bytes[i] == UInt8(ascii: "+") {
      sign = bytes[i]
      i += 1
    }
    guard bytes[i...].starts(with: (tag == .block ? "%}" : "}}").utf8) else { return false }
    add(tag == .block ? .blockEnd : .variableEnd, at: start)
    close(at: afterEnd(i + 2, sign: sign, trimsLine: tag == .block))
    return true
  }
}
