/// What stands inside `{{ }}` and `{% %}`.
extension TemplateLexer {
  /// Tokens up to the closing delimiter, which counts only outside brackets.
  mutating func tag(_ tag: Tag, from open: Int) throws(TemplateFailure) {
    var brackets: [TemplateToken.Operator] = []
    while true {
      index = Whitespace.end(in: bytes, from: index)
      if brackets.isEmpty, closeTag(tag) { return }
      guard index < bytes.count else {
        throw TemplateFailure(.syntax("the tag opened here is never closed"), at: open)
      }
      if number() { continue }
      if try name() { continue }
      if try string() { continue }
      try symbol(&brackets)
    }
  }

  private mutating func symbol(_ brackets: inout [TemplateToken.Operator]) throws(TemplateFailure) {
    let start = index
    let rest = bytes[start...]
    guard let op = TemplateToken.Operator.allCases.first(where: { rest.starts(with: $0.rawValue.utf8) }) else {
      let shown = String(Whitespace.decoded(bytes, at: start).scalar)
      throw TemplateFailure(.syntax("unexpected character \(PyText.quoted(shown))"), at: start)
    }
    if let closing = op.closing { brackets.append(closing) }
    if op.isClosing, brackets.popLast() != op {
      throw TemplateFailure(.syntax("'\(op.rawValue)' closes no bracket of its kind"), at: start)
    }
    index += op.rawValue.utf8.count
    add(.op(op), at: start)
  }

  private mutating func name() throws(TemplateFailure) -> Bool {
    let start = index
    var isFirst = true
    while index < bytes.count {
      let (scalar, width) = Whitespace.decoded(bytes, at: index)
      let belongs = scalar == "_" || (isFirst ? scalar.properties.isXIDStart : scalar.properties.isXIDContinue)
      guard belongs else { break }
      index += width
      isFirst = false
    }
    guard index > start else { return false }
    add(.name(String(decoding: bytes[start..<index], as: UTF8.self)), at: start)
    return true
  }

  // MARK: Numbers

  private mutating func number() -> Bool {
    let start = index
    guard isDigit(start) else { return false }
    if let (prefixEnd, radix) = radixPrefix(start), let end = digits(from: prefixEnd, radix: radix) {
      let text = plain(prefixEnd..<end)
      add(Int(text, radix: radix).map(TemplateToken.Kind.integer) ?? .float(.infinity), at: start)
      index = end
      return true
    }
    if start == 0 || bytes[start - 1] != UInt8(ascii: "."), let end = floatEnd(from: start) {
      add(.float(Double(plain(start..<end)) ?? .infinity), at: start)
      index = end
      return true
    }
    var end = digits(from: start, radix: 10, leadingUnderscore: false) ?? start + 1
    if bytes[start] == UInt8(ascii: "0") {
      end = start + 1
      while end < bytes.count, bytes[end] == UInt8(ascii: "0") { end += 1 }
    }
    // What does not fit becomes infinite here, and the parser refuses it by its place.
    add(Int(plain(start..<end)).map(TemplateToken.Kind.integer) ?? .float(.infinity), at: start)
    index = end
    return true
  }

  private func isDigit(_ i: Int) -> Bool { i < bytes.count && (0x30...0x39).contains(bytes[i]) }

  private func plain(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  private func radixPrefix(_ start: Int) -> (end: Int, radix: Int)? {
    guard bytes[start] == UInt8(ascii: "0"), start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] | 0x20 {
    case UInt8(ascii: "b"): return (start + 2, 2)
    case UInt8(ascii: "o"): return (start + 2, 8)
    case UInt8(ascii: "x"): return (start + 2, 16)
    default: return nil
    }
  }

  /// The end of digits with single underscores between them; nil when there is none.
  private func digits(from start: Int, radix: Int, leadingUnderscore: Bool = true) -> Int? {
    func isDigit(_ i: Int) -> Bool {
      i < bytes.count && Int(String(Unicode.Scalar(bytes[i])), radix: radix) != nil && bytes[i] != UInt8(ascii: "+")
        && bytes[i] != UInt8(ascii: "-")
    }
    var i = start
    if leadingUnderscore, i < bytes.count, bytes[i] == UInt8(ascii: "_") { i += 1 }
    guard isDigit(i) else { return nil }
    while true {
      if isDigit(i) {
        i += 1
      } else if i < bytes.count, bytes[i] == UInt8(ascii: "_"), isDigit(i + 1) {
        i += 2
      } else {
        return i
      }
    }
  }

  /// The end of a number with a fraction, an exponent or both; nil when it has neither.
  private func floatEnd(from start: Int) -> Int? {
    guard let whole = digits(from: start, radix: 10, leadingUnderscore: false) else { return nil }
    var end = whole
    if end < bytes.count, bytes[end] == UInt8(ascii: "."),
      let fraction = digits(from: end + 1, radix: 10, leadingUnderscore: false)
    {
      end = fraction
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      var i = end + 1
      if i < bytes.count, bytes[i] == UInt8(ascii: "+") || bytes[i] == UInt8(ascii: "-") { i += 1 }
      if let exponent = digits(from: i, radix: 10, leadingUnderscore: false) { end = exponent }
    }
    return end > whole ? end : nil
  }
}
