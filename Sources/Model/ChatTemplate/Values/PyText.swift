/// How Python writes values as text.
enum PyText {
  /// The `repr` of a string.
  static func quoted(_ text: String) -> String { quoted(TemplateText(text)).text }

  /// The `repr` of a string, in which the characters keep their marks.
  static func quoted(_ text: TemplateText) -> TemplateText {
    let bytes = text.text.utf8
    let useDouble = bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\""))
    let quote: Unicode.Scalar = useDouble ? "\"" : "'"
    var result = TemplateText()
    result.append(quote, marked: false)
    for (scalar, marked) in text.scalars {
      switch scalar {
      case quote, "\\": result.append("\\" + String(scalar), marked: marked)
      case "\n": result.append("\\n", marked: marked)
      case "\r": result.append("\\r", marked: marked)
      case "\t": result.append("\\t", marked: marked)
      default:
        if isPrintable(scalar) {
          result.append(scalar, marked: marked)
        } else {
          result.append(escape(scalar), marked: marked)
        }
      }
    }
    result.append(quote, marked: false)
    return result
  }

  /// A character as `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    let value = scalar.value
    let (letter, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\" + letter + hexadecimal(value, width: width)
  }

  static func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// What `str.isprintable` says of a character.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  /// The `repr` of a float: the fewest digits that read back, with an exponent below 1e-4 and from 1e16 on.
  static func float(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return sign + "0.0" }
    let (digits, point) = shortestDigits(value.magnitude)
    if point > 16 || point < -3 {
      let exponent = point - 1
      let mantissa = digits.count == 1 ? String(digits) : "\(digits.first ?? "0").\(digits.dropFirst())"
      let magnitude = String(abs(exponent))
      return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(magnitude.utf8.count < 2 ? "0" : "")\(magnitude)"
    }
    if point <= 0 { return "\(sign)0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) + ".0" }
    return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
  }

  /// The digits without zeros at the ends, and where the point stands among them: 0.0125 is ("125", -1).
  static func shortestDigits(_ value: Double) -> (digits: String, point: Int) {
    let parts = "\(value)".split(separator: "e")
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = halves[0], fraction = halves.count > 1 ? halves[1] : ""
    let all = whole + fraction
    let leading = all.prefix { $0 == "0" }.count
    let digits = all.dropFirst(leading).reversed().drop { $0 == "0" }.reversed()
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return (String(digits), whole.count - leading + exponent)
  }
}
