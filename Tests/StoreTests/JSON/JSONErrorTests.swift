import MindstateStore
import Testing

/// Every refusal of the parser, with the place it names.
@Suite struct JSONErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var problem: JSONError.Problem
    var offset: Int
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ problem: JSONError.Problem, at offset: Int) {
      self.text = text
      self.problem = problem
      self.offset = offset
    }
  }

  static let cases = [
    Case("", .unexpectedEnd(expected: "a value"), at: 0),
    Case("[1", .unexpectedEnd(expected: "',' or ']'"), at: 2),
    Case("[1 2]", .unexpectedByte(UInt8(ascii: "2"), expected: "',' or ']'"), at: 3),
    Case("[1,]", .trailingComma, at: 3),
    Case("{\"a\":1,}", .trailingComma, at: 7),
    Case("[,1]", .unexpectedByte(UInt8(ascii: ","), expected: "a value"), at: 1),
    Case("{a:1}", .unexpectedByte(UInt8(ascii: "a"), expected: "a key in quotes"), at: 1),
    Case("{\"a\" 1}", .unexpectedByte(UInt8(ascii: "1"), expected: "':'"), at: 5),
    Case("{\"a\":1,\"a\":2}", .duplicateKey("a"), at: 7),
    Case("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a"), at: 7),
    Case("1 2", .trailingData, at: 2),
    Case("NaN", .unexpectedByte(UInt8(ascii: "N"), expected: "a value"), at: 0),
    Case("nul", .unexpectedByte(UInt8(ascii: "n"), expected: "a value"), at: 0),
    Case("'a'", .unexpectedByte(UInt8(ascii: "'"), expected: "a value"), at: 0),
    Case("\u{A0}1", .unexpectedByte(0xC2, expected: "a value"), at: 0),
    Case("01", .badNumber, at: 0),
    Case("-", .badNumber, at: 0),
    Case("[1.]", .badNumber, at: 1),
    Case(".5", .unexpectedByte(UInt8(ascii: "."), expected: "a value"), at: 0),
    Case("+1", .unexpectedByte(UInt8(ascii: "+"), expected: "a value"), at: 0),
    Case("1e", .badNumber, at: 0),
    Case("1e999", .numberTooLarge, at: 0),
    Case("\"a", .unexpectedEnd(expected: "the closing quote of a string"), at: 2),
    Case("\"a\\", .unexpectedEnd(expected: "an escape"), at: 3),
    Case("\"\\u12", .unexpectedEnd(expected: "four digits of an escape"), at: 5),
    Case("\"\\x\"", .badEscape, at: 1),
    Case("\"\\u12g4\"", .badEscape, at: 1),
    Case("\"\\ud800\"", .loneSurrogate, at: 1),
    Case("\"\\udc00\"", .loneSurrogate, at: 1),
    Case("\"\\ud800\\u0041\"", .loneSurrogate, at: 1),
    Case("\"\\ud800\\ud800\"", .loneSurrogate, at: 1),
    Case("\"a\u{1}\"", .controlCharacter(1), at: 2),
    Case("\"a\\n\n\"", .controlCharacter(10), at: 4),
  ]

  @Test(arguments: cases)
  func refuses(_ refused: Case) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: refused.text) }
    #expect(error?.problem == refused.problem)
    #expect(error?.byteOffset == refused.offset)
    #expect(error?.description.contains("\n") == false)
  }

  @Test(
    arguments: [
      [0x22, 0x61, 0xFF, 0x22],  // no byte of UTF-8
      [0x22, 0x61, 0xC0, 0x80, 0x22],  // overlong
      [0x22, 0x61, 0xED, 0xA0, 0x80, 0x22],  // a surrogate
      [0x22, 0x61, 0xE2, 0x82, 0x22],  // cut short
      [0x22, 0x61, 0xF4, 0x90, 0x80, 0x80, 0x22],  // beyond U+10FFFF
    ] as [[UInt8]])
  func refusesInvalidUTF8(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
    #expect(error?.problem == .invalidUTF8)
    #expect(error?.byteOffset == 2)
  }

  @Test func findsInvalidUTF8BehindAnEscape() {
    let error = #expect(throws: JSONError.self) {
      try JSON(parsing: Array("[\"\\n\\u00e9é".utf8) + [0xFF, 0x22, 0x5D])
    }
    #expect(error?.problem == .invalidUTF8)
    #expect(error?.byteOffset == 12)
  }

  @Test func limitsDepth() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    _ = try JSON(parsing: nested(128))
    #expect(throws: JSONError.self) { try JSON(parsing: nested(129)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[{\"a\":", count: 100_000)) }
  }

  @Test func namesLineAndColumnInCharacters() {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\n  \"ééé\": 1,\n  \"é\": x\n}") }
    #expect(error?.line == 3)
    #expect(error?.column == 8)
    #expect(error?.description == "line 3, column 8: 'x' stands where a value must stand")
  }

  /// Cutting a valid text anywhere, or changing any byte, gives a value or an error, never a trap.
  @Test func survivesEveryDamage() throws {
    let text = Array(#"{"a":[1,-2.5e3,"\ud83d\ude00é\n"],"b":{"c":null,"d":true}}"#.utf8)
    var refused = 0
    for index in text.indices {
      #expect(throws: JSONError.self) { try JSON(parsing: text[..<index]) }
      for byte in UInt8.min ... .max {
        var damaged = text
        damaged[index] = byte
        if (try? JSON(parsing: damaged)) == nil { refused += 1 }
      }
    }
    #expect(refused > text.count * 100)
  }
}
