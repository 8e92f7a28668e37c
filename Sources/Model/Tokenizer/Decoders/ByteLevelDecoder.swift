/// Characters of the byte alphabet back to bytes. A token with any other character is taken as it is.
struct ByteLevelDecoder: Sendable {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    [TokenDecoder.repaired(tokens.flatMap { ByteAlphabet.decoded($0) ?? $0 })]
  }
}
