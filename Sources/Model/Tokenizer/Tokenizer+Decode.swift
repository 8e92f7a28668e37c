extension Tokenizer {
  /// The text of `ids`. Ids that are no token are passed over; bytes that make no character become U+FFFD.
  /// - Parameter skipSpecialTokens: leave out added tokens that are marked special.
  public func decode(_ ids: [Int], skipSpecialTokens: Bool = true) -> String {
    var tokens: [[UInt8]] = []
    tokens.reserveCapacity(ids.count)
    for id in ids {
      guard let text = tokenBytes(id) else { continue }
      if skipSpecialTokens && added.isSpecial(text) { continue }
      tokens.append(text)
    }
    let parts = decoder?.decode(tokens) ?? [Array(tokens.joined(separator: [UInt8(ascii: " ")]))]
    return String(decoding: parts.joined(), as: UTF8.self)
  }
}
