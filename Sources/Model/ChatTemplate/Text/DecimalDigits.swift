/// The exact decimal digits of a float, for rounding and fixed notation as C's `printf` does it.
struct DecimalDigits {
  private(set) var isNegative: Bool
  /// Digits from the highest on, without zeros in front.
  private(set) var digits: [UInt8]
  /// How many of them stand before the point; may be negative or more than there are.
  private(set) var point: Int

  /// `value` must be finite.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    var number = Self.decimal(value.significandBitPattern | (value.isNormal ? 1 << 52 : 0))
    let exponent = (value.isNormal ? Int(value.exponentBitPattern) : 1) - 1075
    // Below the point each halving is a multiplication by 5 and one more decimal place.
    for _ in 0..<abs(exponent) { Self.multiply(&number, by: exponent < 0 ? 5 : 2) }
    digits = number.reversed()
    point = digits.count + min(0, exponent)
    trim()
  }

  /// Lowest digit first.
  private static func decimal(_ value: UInt64) -> [UInt8] {
    var (rest, result) = (value, [UInt8]())
    while rest > 0 {
      result.append(UInt8(rest % 10))
      rest /= 10
    }
    return result
  }

  private static func multiply(_ number: inout [UInt8], by factor: UInt8) {
    var carry: UInt8 = 0
    for i in number.indices {
      let product = number[i] * factor + carry
      number[i] = product % 10
      carry = product / 10
    }
    if carry > 0 { number.append(carry) }
  }

  private mutating func trim() {
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    point -= leading
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { point = 0 }
  }

  /// Rounded to `places` behind the point, half to even.
  func rounded(to places: Int) -> DecimalDigits {
    let (kept, overflow) = point.addingReportingOverflow(places)
    if overflow || kept >= digits.count { return self }
    var result = self
    guard kept >= 0 else {
      result.digits = []
      result.point = 0
      return result
    }
    let isHalf = digits[kept] == 5 && kept + 1 == digits.count
    let isOdd = kept > 0 && digits[kept - 1] % 2 == 1
    let isUp = isHalf ? isOdd : digits[kept] >= 5
    result.digits = Array(digits[..<kept])
    if isUp { result.increment() }
    result.trim()
    return result
  }

  private mutating func increment() {
    var i = digits.count - 1
    while i >= 0, digits[i] == 9 {
      digits[i] = 0
      i -= 1
    }
    if i >= 0 {
      digits[i] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: range.map { digits.indices.contains($0) ? digits[$0] + 0x30 : 0x30 }, as: UTF8.self)
  }

  /// With exactly `places` digits behind the point, without sign.
  func fixed(_ places: Int) -> String {
    let number = rounded(to: places)
    let whole = number.point > 0 ? number.text(0..<number.point) : "0"
    return places > 0 ? whole + "." + number.text(number.point..<number.point + places) : whole
  }

  /// With one digit before the point and `places` behind, and the exponent, without sign.
  func scientific(_ places: Int) -> (mantissa: String, exponent: Int) {
    if digits.isEmpty { return (fixed(places), 0) }
    let number = rounded(to: places - point + 1)
    let first = number.text(0..<1)
    return (places > 0 ? first + "." + number.text(1..<1 + places) : first, number.point - 1)
  }

  /// The nearest float.
  var double: Double {
    let magnitude = Double("0.\(text(0..<digits.count))e\(point)") ?? 0
    return isNegative ? -magnitude : magnitude
  }
}
