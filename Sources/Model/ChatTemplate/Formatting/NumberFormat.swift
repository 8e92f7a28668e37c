/// How a number or text is laid out: what `%` formats and `str.format` have in common.
struct NumberFormat {
  enum Alignment { case left, right, center, afterSign }

  var fill = TemplateText(" ")
  var alignment: Alignment?
  /// What stands before a number that is not negative.
  var plusSign = ""
  var isAlternate = false
  var width = 0
  var grouping: Character?
  var precision: Int?
  var type: Character?

  /// The digits of a float without sign under `e`, `f`, `g` or `%`, and `r` for Python's own shortest form.
  func digits(of value: Double, _ type: Character) -> String {
    let isUpper = type.isUppercase
    if !value.isFinite { return value.isNaN ? (isUpper ? "NAN" : "nan") : isUpper ? "INF" : "inf" }
    let places = precision ?? 6
    let number = DecimalDigits(value)
    switch type.lowercased() {
    case "f": return grouped(number.fixed(places) + (isAlternate && places == 0 ? "." : ""))
    case "%": return grouped(DecimalDigits(value * 100).fixed(places)) + "%"
    case "e": return exponential(number, places, isUpper: isUpper)
    default: return general(number, max(1, places), isUpper: isUpper)
    }
  }

  private func exponential(_ number: DecimalDigits, _ places: Int, isUpper: Bool) -> String {
    let (mantissa, exponent) = number.scientific(places)
    let magnitude = String(abs(exponent))
    return mantissa + (isUpper ? "E" : "e") + (exponent < 0 ? "-" : "+") + (magnitude.utf8.count < 2 ? "0" : "")
      + magnitude
  }

  private func general(_ number: DecimalDigits, _ places: Int, isUpper: Bool) -> String {
    let exponent = number.scientific(places - 1).exponent
    let isFixed = (-4..<places).contains(exponent)
    let text = isFixed ? number.fixed(places - 1 - exponent) : exponential(number, places - 1, isUpper: isUpper)
    if isAlternate { return text }
    let parts = text.split(separator: isUpper ? "E" : "e", omittingEmptySubsequences: false)
    var mantissa = parts[0]
    if mantissa.contains(".") {
      while mantissa.last == "0" { mantissa.removeLast() }
      if mantissa.last == "." { mantissa.removeLast() }
    }
    return (isFixed ? grouped(String(mantissa)) : String(mantissa))
      + (parts.count > 1 ? (isUpper ? "E" : "e") + parts[1] : "")
  }

  /// The digits of a whole number without sign, with its prefix when asked for.
  func digits(of value: Int, _ type: Character) -> (prefix: String, digits: String) {
    let magnitude = value.magnitude
    switch type {
    case "b": return (isAlternate ? "0b" : "", grouped(String(magnitude, radix: 2), every: 4))
    case "o": return (isAlternate ? "0o" : "", grouped(String(magnitude, radix: 8), every: 4))
    case "x": return (isAlternate ? "0x" : "", grouped(String(magnitude, radix: 16), every: 4))
    case "X": return (isAlternate ? "0X" : "", grouped(String(magnitude, radix: 16, uppercase: true), every: 4))
    default: return ("", grouped(String(magnitude)))
    }
  }

  private func grouped(_ digits: String, every size: Int = 3) -> String {
    guard let grouping else { return digits }
    let whole = Array(digits.prefix { $0.isHexDigit })
    var result = ""
    for (i, digit) in whole.enumerated() {
      if i > 0, (whole.count - i) % size == 0 { result.append(grouping) }
      result.append(digit)
    }
    return result + digits.dropFirst(whole.count)
  }

  /// A number's parts, filled up to the width.
  func laidOut(isNegative: Bool, prefix: String, digits: String, _ run: TemplateRun) throws(TemplateFailure)
    -> TemplateText
  {
    let sign = (isNegative ? "-" : plusSign) + prefix
    guard alignment == .afterSign else {
      return try laidOut(TemplateText(sign + digits), run, default: .right)
    }
    let missing = width - sign.utf8.count - digits.utf8.count
    if missing > 0, grouping != nil {
      throw run.unsupported("a width filled with zeros between groups of digits", instead: "leave the grouping out")
    }
    var result = TemplateText(sign)
    result.append(try run.repeated(fill, max(0, missing)))
    result.append(digits)
    return result
  }

  func laidOut(
    _ text: TemplateText, _ run: TemplateRun, default: Alignment
  ) throws(TemplateFailure) -> TemplateText {
    let missing = width - text.scalarCount
    guard missing > 0 else { return text }
    let left: Int
    switch alignment ?? `default` {
    case .left: left = 0
    case .right, .afterSign: left = missing
    case .center: left = missing / 2
    }
    var result = try run.repeated(fill, left)
    result.append(text)
    result.append(try run.repeated(fill, missing - left))
    return result
  }
}
