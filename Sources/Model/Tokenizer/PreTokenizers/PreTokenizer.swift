/// The second stage: cuts the text into the pieces within which the model may join characters.
enum PreTokenizer: Sendable {
  case sequence([PreTokenizer])
  case byteLevel(ByteLevelPreTokenizer)
  case split(SplitPreTokenizer)
  case digits(DigitsPreTokenizer)
  case punctuation(PunctuationPreTokenizer)
  case whitespace(WhitespacePreTokenizer)
  case whitespaceSplit(WhitespaceSplitPreTokenizer)
  case metaspace(MetaspacePreTokenizer)

  /// Values of `"type"` which are read here.
  static let supported = [
    "Sequence", "ByteLevel", "Split", "Digits", "Punctuation", "Whitespace", "WhitespaceSplit", "Metaspace",
  ]

  init(_ component: Component) throws(TokenizerError) {
    switch try component.string("type") {
    case "Sequence":
      var parts: [PreTokenizer] = []
      for part in try component.components("pretokenizers") { parts.append(try PreTokenizer(part)) }
      self = .sequence(parts)
    case "ByteLevel": self = .byteLevel(try ByteLevelPreTokenizer(component))
    case "Split": self = .split(try SplitPreTokenizer(component))
    case "Digits": self = .digits(try DigitsPreTokenizer(component))
    case "Punctuation": self = .punctuation(try PunctuationPreTokenizer(component))
    case "Whitespace": self = .whitespace(WhitespacePreTokenizer())
    case "WhitespaceSplit": self = .whitespaceSplit(WhitespaceSplitPreTokenizer())
    case "Metaspace": self = .metaspace(try MetaspacePreTokenizer(component))
    case let type: throw component.unsupported("type", type, Self.supported)
    }
  }

  func preTokenize(_ text: inout PreTokenizedText) {
    switch self {
    case .sequence(let parts): for part in parts { part.preTokenize(&text) }
    case .byteLevel(let part): part.preTokenize(&text)
    case .split(let part): part.preTokenize(&text)
    case .digits(let part): part.preTokenize(&text)
    case .punctuation(let part): part.preTokenize(&text)
    case .whitespace(let part): part.preTokenize(&text)
    case .whitespaceSplit(let part): part.preTokenize(&text)
    case .metaspace(let part): part.preTokenize(&text)
    }
  }

  /// This stage without the writing of bytes in the byte alphabet, if that is the last thing it does; nil if it is
  /// not. The model can then look pieces up by their bytes as they are.
  var leavingBytes: PreTokenizer? {
    switch self {
    case .byteLevel(var part):
      part.writesAlphabet = false
      return .byteLevel(part)
    case .sequence(var parts):
      guard let last = parts.popLast()?.leavingBytes else { return nil }
      return .sequence(parts + [last])
    case .split, .digits, .punctuation, .whitespace, .whitespaceSplit, .metaspace: return nil
    }
  }
}
