/// All tokens as one.
struct FuseDecoder: Sendable {
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] { [Array(tokens.joined())] }
}
