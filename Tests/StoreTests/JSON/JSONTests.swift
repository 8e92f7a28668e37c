import MindstateStore
import Testing

/// JSON text in, JSON text out: what is accepted and what it means.
@Suite struct JSONTests {
  @Test func keepsOrderAndKinds() throws {
    let text = #"{"b":[1,-2.5,true,null],"a":{"é":"x"},"":0}"#
    let value = try JSON(parsing: text)
    #expect(value.objectValue?.members.map(\.key) == ["b", "a", ""])
    #expect(value["b"] == .array([.integer(1), .number(-2.5), .bool(true), .null]))
    #expect(value["a"]?["é"]?.stringValue == "x")
    #expect(value["c"] == nil)
    #expect(value.serialized() == text)
  }

  @Test func tellsWholeNumbersFromFloats() throws {
    #expect(try JSON(parsing: "9223372036854775807") == .integer(.max))
    #expect(try JSON(parsing: "-9223372036854775808") == .integer(.min))
    #expect(try JSON(parsing: "9223372036854775808") == .number(0x1p63))
    #expect(try JSON(parsing: "1.0") == .number(1))
    #expect(try JSON(parsing: "1e2") == .number(100))
    #expect(try JSON(parsing: "-0").doubleValue?.sign == .minus)
    #expect(try JSON(parsing: "4.9e-324") == .number(.leastNonzeroMagnitude))
    #expect(try JSON(parsing: "7").doubleValue == 7)
    #expect(try JSON(parsing: "7.0").intValue == nil)
  }

  @Test func decodesEscapes() throws {
    let value = try JSON(parsing: #""\"\\\/\b\f\n\r\t\u00e9\ud83d\uDE00é""#)
    #expect(value.stringValue == "\"\\/\u{8}\u{C}\n\r\té😀é")
    #expect(try JSON(parsing: #""\u0000""#).stringValue == "\0")
  }

  @Test func keepsCanonicallyEquivalentKeysApart() throws {
    let value = try JSON(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value["\u{E9}"] == .integer(1))
    #expect(value["e\u{301}"] == .integer(2))
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
    #expect(UTF8Key("\u{212A}") != UTF8Key("K"))
  }

  @Test func skipsByteOrderMark() throws {
    #expect(try JSON(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == .integer(1))
  }

  @Test func readsEverySlice() throws {
    let bytes = Array("xx[1]yy".utf8)
    #expect(try JSON(parsing: bytes[2..<5]) == .array([.integer(1)]))
  }

  @Test(arguments: [0, 1, 7, 8, 9, 5000])
  func findsKeysInObjectsOfAnySize(count: Int) throws {
    let members = (0..<count).map { "\"key\($0)\":\($0)" }
    let value = try JSON(parsing: "{" + members.joined(separator: ",") + "}")
    #expect(value.objectValue?.members.count == count)
    if count > 0 {
      #expect(value["key\(count - 1)"] == .integer(count - 1))
      #expect(throws: JSONError.self) { try JSON(parsing: "{" + (members + [members[0]]).joined(separator: ",") + "}") }
    }
  }

  @Test(arguments: [0.1, 1e-7, 1e22, 123456.789, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1])
  func floatsReadBackAsWritten(value: Double) throws {
    #expect(try JSON(parsing: JSON.number(value).serialized()) == .number(value))
  }

  @Test func writesNonFiniteNumbersAsNull() {
    #expect(JSON.array([.number(.nan), .number(.infinity)]).serialized() == "[null,null]")
  }

  @Test func escapesWhatMustBeEscaped() throws {
    let value = JSON.string("\u{1}\u{1F}\"\\\n\r\t/é\u{7F}")
    #expect(value.serialized() == #""\u0001\u001f\"\\\n\r\t/é"# + "\u{7F}\"")
    #expect(try JSON(parsing: value.serialized()) == value)
  }

  @Test func indentsWhenAsked() throws {
    let value: JSON = .object(["a": .array([.integer(1), .object([:])]), "b": .array([])])
    #expect(
      value.serialized(pretty: true) == """
        {
          "a": [
            1,
            {}
          ],
          "b": []
        }
        """)
  }
}
