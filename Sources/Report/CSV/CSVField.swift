/// One value of a table.
public enum CSVField: Sendable, Equatable {
  /// Words from somewhere: guarded so that a spreadsheet does not take them for a formula.
  case text(String)
  /// Shortest digits that give the same double again; NaN and infinity are empty, and −0 is 0.
  case number(Double)
  case integer(Int)
  /// `true` or `false`.
  case flag(Bool)
  case empty

  /// The value, or an empty field for nil.
  public static func text(_ value: String?) -> CSVField { value.map(CSVField.text) ?? .empty }
  public static func number(_ value: Double?) -> CSVField { value.map(CSVField.number) ?? .empty }
  public static func flag(_ value: Bool?) -> CSVField { value.map(CSVField.flag) ?? .empty }

  /// As it stands in the file, before quoting.
  var content: String {
    switch self {
    case .text(let text): Self.guarded(text)
    case .number(let value) where !value.isFinite: ""
    case .number(let value): value == 0 ? "0.0" : "\(value)"
    case .integer(let value): "\(value)"
    case .flag(let value): value ? "true" : "false"
    case .empty: ""
    }
  }

  /// A spreadsheet computes a field that starts with = + - @, a tab or a carriage return. Such text gets an apostrophe
  /// before it, and so does text that has one or more apostrophes before such a character. So the original is always
  /// found again: where apostrophes and one of these characters open a text field, take one apostrophe away
  /// (`CSVTexts.plain` writes texts as they are). Signed
  /// digits alone, as the position `-1`, are no formula and stay as they are.
  private static func guarded(_ text: String) -> String {
    let opening = text.utf8.first { $0 != UInt8(ascii: "'") }
    guard let opening, Array("=+-@\t\r".utf8).contains(opening), !isSignedDigits(text) else { return text }
    return "'" + text
  }

  private static func isSignedDigits(_ text: String) -> Bool {
    let digits = text.utf8.dropFirst()
    return [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(text.utf8.first)
      && !digits.isEmpty && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}
