/// The way back: token texts, as the vocabulary writes them, to text.
enum TokenDecoder: Sendable {
  case sequence([TokenDecoder])
  case byteLevel(ByteLevelDecoder)
  case replace(ReplaceDecoder)
  case byteFallback(ByteFallbackDecoder)
  case fuse(FuseDecoder)
  case strip(StripDecoder)
  case metaspace(MetaspaceDecoder)
  case bpe(BPESuffixDecoder)

  /// Values of `"type"` which are read here.
  static let supported = [
    "Sequence", "ByteLevel", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace", "BPEDecoder",
  ]

  init(_ component: Component) throws(TokenizerError) {
    switch try component.string("type") {
    case "Sequence":
      var parts: [TokenDecoder] = []
      for part in try component.components("decoders") { parts.append(try TokenDecoder(part)) }
      self = .sequence(parts)
    case "ByteLevel": self = .byteLevel(ByteLevelDecoder())
    case "Replace": self = .replace(try ReplaceDecoder(component))
    case "ByteFallback": self = .byteFallback(ByteFallbackDecoder())
    case "Fuse": self = .fuse(FuseDecoder())
    case "Strip": self = .strip(try StripDecoder(component))
    case "Metaspace": self = .metaspace(try MetaspaceDecoder(component))
    case "BPEDecoder": self = .bpe(try BPESuffixDecoder(component))
    case let type: throw component.unsupported("type", type, Self.supported)
    }
  }

  /// What becomes of a list of token texts; the result is their concatenation.
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .sequence(let parts): parts.reduce(tokens) { $1.decode($0) }
    case .byteLevel(let part): part.decode(tokens)
    case .replace(let part): part.decode(tokens)
    case .byteFallback(let part): part.decode(tokens)
    case .fuse(let part): part.decode(tokens)
    case .strip(let part): part.decode(tokens)
    case .metaspace(let part): part.decode(tokens)
    case .bpe(let part): part.decode(tokens)
    }
  }

  /// `bytes` with every part that is not UTF-8 replaced by U+FFFD, by the rule of the Unicode standard (one sign for
  /// each longest part that could have begun a character), which is also the reference's.
  static func repaired(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }
}
