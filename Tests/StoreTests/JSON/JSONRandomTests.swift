import MindstateStore
import Testing

/// Values nobody thought of.
@Suite struct JSONRandomTests {
  private static let scalars = Array("aé\u{301}\"\\/\u{0}\u{1F}\u{7F}\u{2028}😀\u{FFFF}\u{10FFFF} {}[]:,".unicodeScalars)

  private func text(_ random: inout some RandomNumberGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      text.append(Self.scalars[Int.random(in: Self.scalars.indices, using: &random)])
    }
    return String(text)
  }

  private func value(depth: Int, _ random: inout some RandomNumberGenerator) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int.random(in: .min ... .max, using: &random))
    case 3:
      let number = Double(bitPattern: UInt64.random(in: .min ... .max, using: &random))
      return .number(number.isFinite ? number : 0.25)
    case 4, 5: return .string(text(&random))
    case 6: return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(depth: depth - 1, &random) })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0..<20, using: &random) {
        let key = text(&random)
        if object[key] == nil { object.members.append((key, value(depth: depth - 1, &random))) }
      }
      return .object(object)
    }
  }

  @Test func readsBackWhatItWrote() throws {
    var random = Generator()
    for _ in 0..<2000 {
      let value = value(depth: 4, &random)
      for pretty in [false, true] {
        let text = value.serialized(pretty: pretty)
        let again = try JSON(parsing: text)
        #expect(again == value, "\(text)")
        #expect(again.serialized(pretty: pretty) == text)
      }
    }
  }

  /// A fixed sequence (SplitMix64), so that a failure comes again.
  private struct Generator: RandomNumberGenerator {
    private var state: UInt64 = 42

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return z ^ z >> 31
    }
  }
}
