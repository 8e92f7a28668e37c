/// Lower case, character by character, in the edition of Unicode that the reference uses.
struct LowercaseNormalizer: Sendable {
  func normalize(_ text: inout AlignedText) {
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(text.bytes.count)
    text.forEachScalar { scalar in
      guard let lower = Self.mappings[scalar] else {
        changes.append(.init(scalar: scalar, shift: 0))
        return
      }
      for (i, scalar) in lower.enumerated() { changes.append(.init(scalar: scalar, shift: i == 0 ? 0 : 1)) }
    }
    text.apply(changes)
  }

  private static let mappings = ScalarMappings.read(LowercaseData.mappings)
}
