import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Every code point against the reference, by check sums (Tests/Fixtures/tokenizers/unicode_expected.py).
@Suite struct UnicodeTests {
  static let expected: JSON? = try? JSON(parsing: TextFile.read(Fixture.path("tokenizers/unicode.json")))
  static let scalars: [Unicode.Scalar] = (UInt32(0)..<0x110000).compactMap(Unicode.Scalar.init)
  static let text = String(String.UnicodeScalarView(scalars))
  /// Where each scalar of `text` starts in UTF-8, to its number.
  static let numbers: [Int: Int] = {
    var offset = 0
    var result: [Int: Int] = [:]
    for (i, scalar) in scalars.enumerated() {
      result[offset] = i
      offset += UTF8.width(scalar)
    }
    result[offset] = scalars.count
    return result
  }()

  static func keys(_ section: String) -> [String] { (expected?[section]?.objectValue?.members ?? []).map(\.key) }

  static func sum(_ section: String, _ key: String) -> UInt32? {
    expected?[section]?[key]?.intValue.map(UInt32.init(truncatingIfNeeded:))
  }

  @Test func coversAllClasses() { #expect(Self.keys("classes").count > 200) }

  @Test(arguments: keys("classes")) func classHasTheSameMembers(_ pattern: String) throws {
    let tokenizer = try SmallTokenizer.load(
      SmallTokenizer.json(preTokenizer: SmallTokenizer.split("\(pattern)+", "Removed", invert: true)))
    var sum = CRC32()
    for piece in tokenizer.pieces(of: Self.text) {
      let range =
        try #require(Self.numbers[piece.span.lowerBound])..<(try #require(Self.numbers[piece.span.upperBound]))
      for scalar in Self.scalars[range] { sum.add(scalar.value) }
    }
    #expect(sum.value == Self.sum("classes", pattern))
  }

  @Test(arguments: keys("pieces")) func ruleCutsAtTheSamePlaces(_ type: String) throws {
    let fields = ["Digits": #","individual_digits":false"#, "Punctuation": #","behavior":"Removed""#][type] ?? ""
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(preTokenizer: #"{"type":"\#(type)"\#(fields)}"#))
    var sum = CRC32()
    for piece in tokenizer.pieces(of: Self.text) {
      sum.add(UInt32(try #require(Self.numbers[piece.span.lowerBound])))
      sum.add(UInt32(try #require(Self.numbers[piece.span.upperBound])))
    }
    #expect(sum.value == Self.sum("pieces", type))
  }

  @Test(arguments: keys("forms")) func formMapsEveryCodePointAlike(_ form: String) throws {
    #expect(try mapped(form, "", "") == Self.sum("forms", form))
  }

  @Test(arguments: keys("marks")) func formOrdersAndJoinsMarksAlike(_ form: String) throws {
    #expect(try mapped(form, "a\u{323}\u{302}", "\u{301}\u{1161}") == Self.sum("marks", form))
  }

  private func mapped(_ type: String, _ before: String, _ after: String) throws -> UInt32 {
    let tokenizer = try SmallTokenizer.load(SmallTokenizer.json(normalizer: #"{"type":"\#(type)"}"#))
    var sum = CRC32()
    for scalar in Self.scalars {
      for byte in tokenizer.normalized("\(before)\(scalar)\(after)") { sum.add(byte) }
      sum.add(UInt8.max)
    }
    return sum.value
  }
}

/// The check sum of zlib.
private struct CRC32 {
  private var state: UInt32 = .max
  var value: UInt32 { ~state }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
  }

  mutating func add(_ byte: UInt8) { state = Self.table[Int((state ^ UInt32(byte)) & 0xFF)] ^ state >> 8 }

  mutating func add(_ number: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}
