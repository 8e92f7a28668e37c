/// Strings with `%` and values, as in `"%s: %d" % (name, count)`.
extension TemplateRun {
  func percentFormat(_ format: TemplateText, _ value: PyValue) throws(TemplateFailure) -> PyValue {
    var formatter = PercentFormatter(run: self, scalars: format.scalars, value: value)
    return try string(try formatter.formatted())
  }
}

private struct PercentFormatter {
  let run: TemplateRun
  let scalars: [(scalar: Unicode.Scalar, marked: Bool)]
  let value: PyValue
  var index = 0
  var used = 0

  private var positional: [PyValue] {
    switch value {
    case .tuple(let list): list.items
    case .object(let group as PyGroup): group.pair.items
    default: [value]
    }
  }

  mutating func formatted() throws(TemplateFailure) -> TemplateText {
    var result = TemplateText()
    while index < scalars.count {
      let (scalar, marked) = scalars[index]
      index += 1
      if scalar != "%" {
        result.append(scalar, marked: marked)
      } else {
        result.append(try field())
        try run.checkTextSize(result.byteCount)
      }
    }
    // A mapping may hold more than the format names.
    switch value {
    case .dictionary, .list, .undefined, .object(is PyRange): break
    case .tuple, .none, .bool, .int, .float, .string, .markup, .object:
      if used < positional.count { throw run.fail("a format with % leaves values over") }
    }
    return result
  }

  private func peek() -> Unicode.Scalar? { index < scalars.count ? scalars[index].scalar : nil }

  private mutating func next() throws(TemplateFailure) -> PyValue {
    guard used < positional.count else { throw run.fail("a format with % needs more values") }
    used += 1
    return positional[used - 1]
  }

  private mutating func field() throws(TemplateFailure) -> TemplateText {
    var format = NumberFormat()
    var keyed: PyValue?
    if peek() == "(" { keyed = try keyedValue() }
    var fillsZeros = false
    while let flag = peek(), "-+ #0".unicodeScalars.contains(flag) {
      switch flag {
      case "-": format.alignment = .left
      case "+": format.plusSign = "+"
      case " ": format.plusSign = format.plusSign.isEmpty ? " " : format.plusSign
      case "#": format.isAlternate = true
      default: fillsZeros = true
      }
      index += 1
    }
    format.width = try number() ?? 0
    if format.width < 0 { (format.width, format.alignment) = (-format.width, .left) }
    if peek() == "." {
      index += 1
      format.precision = max(0, try number() ?? 0)
    }
    try run.checkTextSize(max(format.width, format.precision ?? 0))
    while let length = peek(), "hlL".unicodeScalars.contains(length) { index += 1 }
    guard let conversion = peek() else { throw run.fail("a format with % ends too early") }
    index += 1
    if conversion == "%" { return TemplateText("%") }
    let value: PyValue
    if let keyed { value = keyed } else { value = try next() }
    if fillsZeros, format.alignment == nil {
      format.fill = TemplateText("0")
      format.alignment = .afterSign
    }
    return try converted(value, Character(conversion), format)
  }

  private mutating func keyedValue() throws(TemplateFailure) -> PyValue {
    var depth = 0
    var name = TemplateText()
    repeat {
      guard let scalar = peek() else { throw run.fail("a name in a format with % has no end") }
      index += 1
      if scalar == "(" { depth += 1 }
      if scalar == ")" { depth -= 1 }
      if depth > 1 || depth == 1 && scalar != "(" { name.append(scalar, marked: false) }
    } while depth > 0
    guard case .dictionary(let dictionary) = value else { throw run.fail("a format with names needs a dictionary") }
    guard let found = dictionary[name.text] else {
      throw run.fail("the format names '\(name.text)', which is not given")
    }
    return found
  }

  /// Digits, or `*` for a value.
  private mutating func number() throws(TemplateFailure) -> Int? {
    if peek() == "*" {
      index += 1
      return try run.integer(try next(), "a width")
    }
    var result: Int?
    while let scalar = peek(), ("0"..."9").contains(scalar) {
      result = min(1 << 40, (result ?? 0) * 10 + Int(scalar.value - 48))
      index += 1
    }
    return result
  }

  private func converted(
    _ value: PyValue, _ type: Character, _ format: NumberFormat
  ) throws(TemplateFailure) -> TemplateText {
    var format = format
    switch type {
    case "s", "r":
      if format.alignment == .afterSign { (format.alignment, format.fill) = (.right, TemplateText(" ")) }
      if type == "s", case .markup = value {
        throw run.unsupported("% with text made by `safe` or `escape`", instead: "leave that filter out")
      }
      var text = type == "s" ? try run.str(value) : try run.repr(value)
      if let precision = format.precision { text = text.slice(0..<text.byteOffset(ofScalar: precision)) }
      return try format.laidOut(text, run, default: .right)
    case "d", "i", "u", "o", "x", "X": return try whole(value, type, format)
    case "e", "E", "f", "F", "g", "G":
      if case .undefined(let undefined) = value { throw run.fail(undefined) }
      guard let number = value.number else { throw run.fail("%\(type) needs a number, not \(value.shown)") }
      if !number.isFinite, format.alignment == .afterSign { format.fill = TemplateText("0") }
      return try format.laidOut(
        isNegative: number.sign == .minus && !number.isNaN, prefix: "", digits: format.digits(of: number, type), run)
    case "c", "a": throw run.unsupported("the format %\(type)", instead: "use %s")
    default: throw run.fail("% knows no format '\(type)'")
    }
  }

  private func whole(
    _ value: PyValue, _ type: Character, _ format: NumberFormat
  ) throws(TemplateFailure) -> TemplateText {
    if case .undefined(let undefined) = value { throw run.fail(undefined) }
    var integer = value.integer
    if case .float(let number) = value, "diu".contains(type) { integer = Int(exactly: number.rounded(.towardZero)) }
    guard let integer else { throw run.fail("%\(type) needs a whole number, not \(value.shown)") }
    var (prefix, digits) = format.digits(of: integer, type)
    if let precision = format.precision {
      digits = String(repeating: "0", count: max(0, precision - digits.utf8.count)) + digits
    }
    if !format.isAlternate { prefix = "" }
    return try format.laidOut(isNegative: integer < 0, prefix: prefix, digits: digits, run)
  }
}
