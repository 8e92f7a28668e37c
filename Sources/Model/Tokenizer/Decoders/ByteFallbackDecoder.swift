/// Runs of tokens like `<0x61>` to the text they spell; a run that spells none gives one U+FFFD for each of its bytes.
struct ByteFallbackDecoder: Sendable {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    for token in tokens {
      if let byte = Self.byte(token) {
        run.append(byte)
      } else {
        Self.flush(&run, into: &result)
        result.append(token)
      }
    }
    Self.flush(&run, into: &result)
    return result
  }

  private static func flush(_ run: inout [UInt8], into result: inout [[UInt8]]) {
    if run.isEmpty { return }
    if String(validating: run, as: UTF8.self) != nil {
      result.append(run)
    } else {
      result += Array(repeating: Array("\u{FFFD}".utf8), count: run.count)
    }
    run = []
  }

  private static func byte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
    let digits = String(decoding: token[3..<5], as: UTF8.self)
    return UInt8(digits, radix: 16)
  }
}
