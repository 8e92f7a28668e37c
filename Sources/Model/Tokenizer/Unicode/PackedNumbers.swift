/// The numbers of a generated table: base-64 digits (A–Z a–z 0–9 + /) of five bits each, lowest first; the sixth bit
/// says that more digits follow. A string in the source compiles at once, a literal of ten thousand numbers does not.
struct PackedNumbers: Sequence, IteratorProtocol {
  private var digits: String.UTF8View.Iterator

  init(_ text: String) { digits = text.utf8.makeIterator() }

  mutating func next() -> Int? {
    var value = 0
    var shift = 0
    while let digit = digits.next() {
      let bits = Self.bits(of: digit)
      value |= (bits & 31) << shift
      if bits < 32 { return value }
      shift += 5
    }
    return nil
  }

  private static func bits(of digit: UInt8) -> Int {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 97 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48 + 52
    case UInt8(ascii: "+"): 62
    default: 63
    }
  }
}
