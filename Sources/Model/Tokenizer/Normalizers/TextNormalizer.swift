/// The first stage: changes the text, keeping for each byte what it stands for in the original.
enum TextNormalizer: Sendable {
  case sequence([TextNormalizer])
  case prepend(PrependNormalizer)
  case replace(ReplaceNormalizer)
  case unicodeForm(UnicodeForm)
  case lowercase(LowercaseNormalizer)
  case strip(StripNormalizer)
  case stripAccents(StripAccentsNormalizer)
  case byteLevel(ByteLevelNormalizer)

  /// Values of `"type"` which are read here.
  static let supported = [
    "Sequence", "Prepend", "Replace", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "StripAccents", "ByteLevel",
  ]

  init(_ component: Component) throws(TokenizerError) {
    let type = try component.string("type")
    if let form = UnicodeForm(rawValue: type) {
      self = .unicodeForm(form)
      return
    }
    switch type {
    case "Sequence":
      var parts: [TextNormalizer] = []
      for part in try component.components("normalizers") { parts.append(try TextNormalizer(part)) }
      self = .sequence(parts)
    case "Prepend": self = .prepend(try PrependNormalizer(component))
    case "Replace": self = .replace(try ReplaceNormalizer(component))
    case "Lowercase": self = .lowercase(LowercaseNormalizer())
    case "Strip": self = .strip(try StripNormalizer(component))
    case "StripAccents": self = .stripAccents(StripAccentsNormalizer())
    case "ByteLevel": self = .byteLevel(ByteLevelNormalizer())
    default: throw component.unsupported("type", type, Self.supported)
    }
  }

  func normalize(_ text: inout AlignedText) {
    switch self {
    case .sequence(let parts): for part in parts { part.normalize(&text) }
    case .prepend(let part): part.normalize(&text)
    case .replace(let part): part.normalize(&text)
    case .unicodeForm(let form): form.normalize(&text)
    case .lowercase(let part): part.normalize(&text)
    case .strip(let part): part.normalize(&text)
    case .stripAccents(let part): part.normalize(&text)
    case .byteLevel(let part): part.normalize(&text)
    }
  }

  /// `text` normalised on its own, for the content of an added token.
  func normalized(_ text: [UInt8]) -> [UInt8] {
    var aligned = AlignedText(text)
    normalize(&aligned)
    return aligned.bytes
  }
}
