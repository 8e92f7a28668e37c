/// The number that a text gives, exactly.
enum AnswerNumber: Sendable, Equatable {
  /// In lowest terms, the denominator above 0.
  case ratio(Int, over: Int)
  /// As it is written without zeros that say nothing, where 64 bits do not hold it.
  case long(String)

  init?(of text: String) { self.init(of: AnswerToken.all(in: text)) }

  /// The first behind the last `=`, else the last one; nil where there is none.
  init?(of tokens: [AnswerToken]) {
    let equals = tokens.lastIndex { $0.content == .symbol("=") }
    let behind = equals.flatMap { tokens[$0...].lazy.compactMap(Self.value).first }
    guard let number = behind ?? tokens.compactMap(Self.value).last else { return nil }
    self = number
  }

  private static func value(_ token: AnswerToken) -> AnswerNumber? {
    switch token.content {
    case .number(let text): decimal(text[...], exponent: 0) ?? .long(text)
    case .word(let text): fraction(text) ?? power(text)
    case .symbol, .character: nil
    }
  }

  private static func lowest(_ numerator: Int, over denominator: Int) -> AnswerNumber? {
    guard denominator > 0 else { return nil }
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b > 0 { (a, b) = (b, a % b) }
    let common = Int(clamping: max(1, a))
    return .ratio(numerator / common, over: denominator / common)
  }

  /// `3/4`
  private static func fraction(_ text: String) -> AnswerNumber? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let above = Int(parts[0]), let below = Int(parts[1]) else { return nil }
    return lowest(above, over: below)
  }

  /// `1e3`, `007`
  private static func power(_ text: String) -> AnswerNumber? {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2 else { return nil }
    let exponent = parts.count == 2 ? Int(parts[1]) : 0
    return exponent.flatMap { decimal(first, exponent: $0) }
  }

  private static func decimal(_ text: Substring, exponent: Int) -> AnswerNumber? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, (-18...18).contains(exponent), let digits = Int(parts.joined()) else { return nil }
    let shift = exponent - (parts.count == 2 ? parts[1].count : 0)
    guard (-18...18).contains(shift) else { return nil }
    let power = (0..<abs(shift)).reduce(1) { result, _ in result * 10 }
    if shift < 0 { return lowest(digits, over: power) }
    let (value, overflow) = digits.multipliedReportingOverflow(by: power)
    return overflow ? nil : .ratio(value, over: 1)
  }
}
