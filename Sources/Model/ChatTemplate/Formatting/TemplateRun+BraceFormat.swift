/// `str.format`: fields in braces, as in `"{name}: {0:>8}".format(1, name=2)`.
extension TemplateRun {
  func braceFormat(_ format: TemplateText, _ arguments: PyArguments) throws(TemplateFailure) -> TemplateText {
    var formatter = BraceFormatter(run: self, arguments: arguments)
    return try formatter.formatted(format.scalars, depth: 0)
  }
}

private struct BraceFormatter {
  typealias Scalars = [(scalar: Unicode.Scalar, marked: Bool)]
  let run: TemplateRun
  let arguments: PyArguments
  /// The place of the next field without a name; nil once places were given by number.
  var automatic: Int? = 0
  var isNumbered = false

  mutating func formatted(_ scalars: Scalars, depth: Int) throws(TemplateFailure) -> TemplateText {
    var result = TemplateText()
    var i = 0
    while i < scalars.count {
      let (scalar, marked) = scalars[i]
      let isDoubled = i + 1 < scalars.count && scalars[i + 1].scalar == scalar
      if scalar != "{" && scalar != "}" || isDoubled {
        result.append(scalar, marked: marked)
        i += scalar == "{" || scalar == "}" ? 2 : 1
        continue
      }
      guard scalar == "{", let end = fieldEnd(scalars, from: i + 1) else {
        throw run.fail("a brace in a format has no partner; write {{ or }} for the brace itself")
      }
      guard depth < 2 else { throw run.fail("fields of a format within one another") }
      result.append(try field(Array(scalars[(i + 1)..<end]), depth: depth))
      try run.checkTextSize(result.byteCount)
      i = end + 1
    }
    return result
  }

  private func fieldEnd(_ scalars: Scalars, from start: Int) -> Int? {
    var depth = 1
    for i in start..<scalars.count {
      if scalars[i].scalar == "{" { depth += 1 }
      if scalars[i].scalar == "}" { depth -= 1 }
      if depth == 0 { return i }
    }
    return nil
  }

  private mutating func field(_ field: Scalars, depth: Int) throws(TemplateFailure) -> TemplateText {
    var inBracket = false
    let nameEnd =
      field.firstIndex { element in
        if element.scalar == "[" { inBracket = true }
        if element.scalar == "]" { inBracket = false }
        return !inBracket && (element.scalar == ":" || element.scalar == "!")
      } ?? field.count
    var value = try self.value(named: TemplateText(field[..<nameEnd]).text)
    var rest = field[nameEnd...]
    if rest.first?.scalar == "!" {
      let conversion = rest.dropFirst().first?.scalar
      rest = rest.dropFirst(2)
      switch conversion {
      case "r": value = .string(try run.repr(value))
      case "s": value = .string(try run.str(value))
      default: throw run.unsupported("a conversion other than !r and !s in a format", instead: "use one of these")
      }
      guard rest.isEmpty || rest.first?.scalar == ":" else {
        throw run.fail("a colon must follow the conversion in a format")
      }
    }
    let spec = try formatted(Array(rest.dropFirst()), depth: depth + 1)
    return try formatted(value, spec)
  }

  // MARK: Values

  private mutating func value(named name: String) throws(TemplateFailure) -> PyValue {
    let firstEnd = name.firstIndex { $0 == "." || $0 == "[" } ?? name.endIndex
    var value = try first(String(name[..<firstEnd]))
    var rest = name[firstEnd...]
    while let mark = rest.first {
      rest = rest.dropFirst()
      if mark == "[" {
        guard let end = rest.firstIndex(of: "]") else { throw run.fail("a bracket in a format has no partner") }
        let key = String(rest[..<end])
        value = try run.item(Int(key).flatMap { $0 >= 0 ? .int($0) : nil } ?? .text(key), of: value)
        rest = rest[rest.index(after: end)...]
      } else {
        let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        value = try run.attribute(String(rest[..<end]), of: value)
        rest = rest[end...]
      }
    }
    return value
  }

  private mutating func first(_ name: String) throws(TemplateFailure) -> PyValue {
    if name.isEmpty || name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      let place: Int
      if name.isEmpty {
        guard !isNumbered, let next = automatic else { throw run.fail("a format mixes numbered fields and empty ones") }
        place = next
        automatic = next + 1
      } else {
        guard automatic == 0 || isNumbered else { throw run.fail("a format mixes numbered fields and empty ones") }
        isNumbered = true
        place = Int(name) ?? Int.max
      }
      guard place < arguments.positional.count else { throw run.fail("a format has a field without a value") }
      return arguments.positional[place]
    }
    guard let found = arguments.keywords.last(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw run.fail("the format names '\(name)', which is not given")
    }
    return found.value
  }

  // MARK: Layout

  private func formatted(_ value: PyValue, _ spec: TemplateText) throws(TemplateFailure) -> TemplateText {
    if spec.isEmpty { return try run.str(value) }
    let format = try parsed(spec)
    switch value {
    case .string(let text), .markup(let text):
      guard format.type == nil || format.type == "s", format.plusSign.isEmpty, !format.isAlternate,
        format.grouping == nil,
        format.alignment != .afterSign || format.fill.text == "0"
      else { throw run.fail("a format for numbers was used for a string") }
      let cut = format.precision.map { text.slice(0..<text.byteOffset(ofScalar: $0)) } ?? text
      var layout = format
      if layout.alignment == .afterSign { layout.alignment = .left }
      return try layout.laidOut(cut, run, default: .left)
    case .int, .bool, .float: return try number(value, format)
    case .undefined(let undefined): throw run.fail(undefined)
    default: throw run.fail("\(value.shown) takes no format; use !s or !r")
    }
  }

  private func number(_ value: PyValue, _ format: NumberFormat) throws(TemplateFailure) -> TemplateText {
    let type = format.type
    if let integer = value.integer, type == nil || "bdnoxX".contains(type ?? "d") {
      if format.precision != nil { throw run.fail("a whole number takes no precision in a format") }
      let (prefix, digits) = format.digits(of: integer, type ?? "d")
      return try format.laidOut(isNegative: integer < 0, prefix: prefix, digits: digits, run)
    }
    guard let number = value.number, type == nil || "eEfFgG%".contains(type ?? "f") else {
      throw run.fail("the format '\(type.map(String.init) ?? "")' has no meaning for \(value.shown)")
    }
    var digits: String
    if let type {
      digits = format.digits(of: number, type)
    } else {
      guard format.precision == nil, format.grouping == nil else {
        throw run.unsupported("a precision without a type in a format", instead: "add f, e or g")
      }
      digits = PyText.float(number.magnitude)
    }
    if number.isNaN { digits = "nan" }
    return try format.laidOut(isNegative: number.sign == .minus && !number.isNaN, prefix: "", digits: digits, run)
  }

  /// `[[fill]align][sign][#][0][width][grouping][.precision][type]`
  private func parsed(_ spec: TemplateText) throws(TemplateFailure) -> NumberFormat {
    let alignments: [Unicode.Scalar: NumberFormat.Alignment] = ["<": .left, ">": .right, "^": .center, "=": .afterSign]
    var scalars = Array(spec.text.unicodeScalars)[...]
    var format = NumberFormat()
    func take(_ accepted: String) -> Unicode.Scalar? {
      guard let first = scalars.first, accepted.unicodeScalars.contains(first) else { return nil }
      scalars = scalars.dropFirst()
      return first
    }
    if scalars.count > 1, let alignment = alignments[scalars[scalars.startIndex + 1]], let fill = scalars.first {
      format.fill = TemplateText(String(fill))
      format.alignment = alignment
      scalars = scalars.dropFirst(2)
    } else if let first = take("<>^=") {
      format.alignment = alignments[first]
    }
    if let sign = take("+- ") { format.plusSign = sign == "-" ? "" : String(sign) }
    format.isAlternate = take("#") != nil
    if take("0") != nil, format.alignment == nil {
      format.fill = TemplateText("0")
      format.alignment = .afterSign
    }
    func number() -> Int? {
      var result: Int?
      while let digit = take("0123456789") { result = min(1 << 40, (result ?? 0) * 10 + Int(digit.value - 48)) }
      return result
    }
    format.width = number() ?? 0
    format.grouping = take(",_").map { Character($0) }
    if take(".") != nil {
      guard let precision = number() else { throw run.fail("a format has a point without a precision") }
      format.precision = precision
    }
    try run.checkTextSize(max(format.width, format.precision ?? 0))
    format.type = take("bcdeEfFgGnosxX%").map { Character($0) }
    guard scalars.isEmpty, format.type != "c", format.type != "n" else {
      throw run.unsupported("the format '\(spec.text)'", instead: "use a plain width, precision and type")
    }
    return format
  }
}
