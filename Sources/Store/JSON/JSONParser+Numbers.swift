extension JSONParser {
  /// The number whose first character is at the cursor.
  mutating func number() throws(JSONError) -> JSON {
    let start = index
    let negative = bytes[index] == UInt8(ascii: "-")
    if negative { index += 1 }
    let integerStart = index
    guard skipDigits() else { throw error(.badNumber, at: start) }
    if bytes[integerStart] == UInt8(ascii: "0"), index > integerStart + 1 { throw error(.badNumber, at: start) }
    let isWhole = try !skipFractionAndExponent(of: start)
    // -0 stays a float, since an integer cannot tell it from 0.
    if isWhole, !(negative && bytes[integerStart] == UInt8(ascii: "0")), let value = integer(start..<index) {
      return .integer(value)
    }
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)) else {
      throw error(.badNumber, at: start)
    }
    guard value.isFinite else { throw error(.numberTooLarge, at: start) }
    return .number(value)
  }

  /// True when there was a fraction or an exponent.
  private mutating func skipFractionAndExponent(of start: Int) throws(JSONError) -> Bool {
    let end = index
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() else { throw error(.badNumber, at: start) }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      guard skipDigits() else { throw error(.badNumber, at: start) }
    }
    return index > end
  }

  /// False when there is no digit at the cursor.
  private mutating func skipDigits() -> Bool {
    let start = index
    while index < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] { index += 1 }
    return index > start
  }

  /// The digits in `range`, nil when they do not fit.
  private func integer(_ range: Range<Int>) -> Int? {
    let negative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value = 0
    for byte in bytes[range].dropFirst(negative ? 1 : 0) {
      let digit = Int(byte &- UInt8(ascii: "0"))
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) =
        negative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if tooLarge || overflow { return nil }
      value = sum
    }
    return value
  }
}
