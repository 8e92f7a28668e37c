/// Filters of numbers.
extension TemplateRun {
  func applyToNumber(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    switch filter {
    case .abs:
      guard arguments.isEmpty else { throw fail("abs takes no arguments") }
      if let integer = value.integer { return integer < 0 ? try negated(.int(integer)) : .int(integer) }
      guard case .float(let number) = value else { throw fail("\(value.shown) has no absolute value") }
      return .float(number.magnitude)
    case .int: return try int(value, arguments)
    case .float:
      let bound = try bind(arguments, to: "float", ["default"])
      if case .undefined(let undefined) = value { throw fail(undefined) }
      return try number(value).map { .float($0) } ?? bound[0] ?? .float(0)
    default: return try round(value, arguments)
    }
  }

  /// What Python's `float` makes of a value; nil where it fails.
  private func number(_ value: PyValue) throws(TemplateFailure) -> Double? {
    if let number = value.number { return number }
    guard let text = value.text?.stripped().text else { return nil }
    return PyNumber.float(text)
  }

  private func int(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "int", ["default", "base"])
    let base = try integer(bound[1], "a base") ?? 10
    let fallback = bound[0] ?? .int(0)
    switch value {
    case .undefined(let undefined): throw fail(undefined)
    case .string(let text), .markup(let text):
      guard base == 0 || (2...36).contains(base) else { throw fail("a base must be 0 or from 2 to 36") }
      switch PyNumber.int(text.stripped().text, base: base) {
      case .value(let integer): return .int(integer)
      case .tooLarge: throw fail("a whole number beyond 64 bits")
      case .notANumber: break
      }
    default: if let integer = value.integer { return .int(integer) }
    }
    guard let number = try number(value), number.isFinite else { return fallback }
    guard let integer = Int(exactly: number.rounded(.towardZero)) else { throw fail("a whole number beyond 64 bits") }
    return .int(integer)
  }

  private func round(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "round", ["precision", "method"])
    let precision = try integer(bound[0].flatMap { $0.isNone ? nil : $0 }, "a precision")
    let method = bound[1]?.text?.text ?? "common"
    guard ["common", "ceil", "floor"].contains(method) else { throw fail("the method must be common, ceil or floor") }
    if method != "common" { return try roundedAway(value, precision ?? 0, up: method == "ceil") }
    // Without a precision jinja2 gives 0, with None Python makes a whole number.
    if bound[0]?.isNone == true, case .float(let number) = value {
      guard let integer = Int(exactly: number.rounded(.toNearestOrEven)) else {
        throw fail("a whole number beyond 64 bits")
      }
      return .int(integer)
    }
    if let integer = value.integer { return .int(try rounded(integer, precision ?? 0)) }
    guard case .float(let number) = value else { throw fail("\(value.shown) cannot be rounded") }
    guard number.isFinite else { return value }
    return .float(DecimalDigits(number).rounded(to: precision ?? 0).double)
  }

  private func rounded(_ value: Int, _ precision: Int) throws(TemplateFailure) -> Int {
    guard precision < 0 else { return value }
    guard precision > -19 else { return 0 }
    let unit = (0..<(-precision)).reduce(1) { product, _ in product * 10 }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: unit)
    let doubled = remainder.magnitude * 2
    let isUp = doubled > unit.magnitude || doubled == unit.magnitude && quotient % 2 != 0
    let (result, overflow) = (quotient + (isUp ? value.signum() : 0)).multipliedReportingOverflow(by: unit)
    if overflow { throw fail("a whole number beyond 64 bits") }
    return result
  }

  private func roundedAway(_ value: PyValue, _ precision: Int, up: Bool) throws(TemplateFailure) -> PyValue {
    let factor = try combine(.int(10), .power, .int(precision))
    guard case .some(let scaled) = try combine(value, .multiply, factor).number else {
      throw fail("\(value.shown) cannot be rounded")
    }
    guard let whole = Int(exactly: scaled.rounded(up ? .up : .down)) else {
      throw fail("a whole number beyond 64 bits")
    }
    return try combine(.int(whole), .divide, factor)
  }
}

/// How Python reads numbers from text.
enum PyNumber {
  enum Whole { case value(Int), tooLarge, notANumber }

  /// `int(text, base)` of a stripped text.
  static func int(_ text: String, base: Int) -> Whole {
    var digits = Substring(text)
    let isNegative = digits.first == "-"
    if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
    var radix = base
    let prefix = digits.prefix(2).lowercased()
    if let found = ["0x": 16, "0o": 8, "0b": 2][prefix], base == found || base == 0 {
      radix = found
      digits = digits.dropFirst(2)
      if digits.first == "_" { digits = digits.dropFirst() }
    } else if base == 0 {
      radix = 10
      if digits.first == "0", digits.contains(where: { $0 != "0" && $0 != "_" }) { return .notANumber }
    }
    guard let plain = withoutUnderscores(digits),
      plain.allSatisfy({ $0.isASCII && Int(String($0), radix: radix) != nil })
    else { return .notANumber }
    return Int((isNegative ? "-" : "") + plain, radix: radix).map(Whole.value) ?? .tooLarge
  }

  /// The digits without single underscores between them; nil where one stands elsewhere, or nothing stands.
  private static func withoutUnderscores(_ text: Substring) -> String? {
    if text.isEmpty || text.first == "_" || text.last == "_" { return nil }
    var result = ""
    var follows = false
    for character in text {
      if character == "_", follows { return nil }
      follows = character == "_"
      if !follows { result.append(character) }
    }
    return result
  }

  /// `float(text)` of a stripped text; nil where Python fails.
  static func float(_ text: String) -> Double? {
    let lowered = text.lowercased()
    let unsigned = lowered.first == "-" || lowered.first == "+" ? lowered.dropFirst() : lowered[...]
    switch unsigned {
    case "inf", "infinity": return lowered.first == "-" ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard unsigned.allSatisfy({ $0.isASCII && ($0.isNumber || "._e+-".contains($0)) }) else { return nil }
    var plain = ""
    let characters = Array(unsigned)
    for (i, character) in characters.enumerated() {
      guard character == "_" else { plain.append(character); continue }
      guard i > 0, i + 1 < characters.count, characters[i - 1].isNumber, characters[i + 1].isNumber else { return nil }
    }
    // Python takes a point without digits on one side, Swift does not.
    if plain.first == "." { plain = "0" + plain }
    plain = plain.last == "." ? plain + "0" : plain
    if let dot = plain.firstIndex(of: "."), plain.index(after: dot) < plain.endIndex,
      plain[plain.index(after: dot)] == "e"
    {
      plain.insert("0", at: plain.index(after: dot))
    }
    if plain == "0.0", unsigned == "." { return nil }
    return Double(plain).map { lowered.first == "-" ? -$0 : $0 }
  }
}
