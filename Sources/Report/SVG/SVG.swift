/// Pieces of SVG text.
enum SVG {
  /// Text as it stands between tags or in quotes; characters that XML does not allow are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      // Marks that turn the direction of what follows them, in a label cut short also of other labels.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// At most three decimals, none that are zero.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "0" }
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

extension SVG {
  /// With exactly so many decimals, and a true minus sign as everywhere in a report.
  static func rounded(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "–" }
    let factor = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = Int((abs(value) * factor).rounded())
    let sign = value < 0 && scaled > 0 ? "−" : ""
    if decimals == 0 { return sign + String(scaled) }
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
