/// The fourth stage: puts tokens such as BOS around those of the text.
enum PostProcessor: Sendable {
  case sequence([PostProcessor])
  case template(TemplateProcessing)
  case byteLevel(ByteLevelPostProcessor)
  case bert(BertProcessing)

  /// Values of `"type"` which are read here.
  static let supported = ["Sequence", "TemplateProcessing", "ByteLevel", "BertProcessing", "RobertaProcessing"]

  init(_ component: Component) throws(TokenizerError) {
    switch try component.string("type") {
    case "Sequence":
      var parts: [PostProcessor] = []
      for part in try component.components("processors") { parts.append(try PostProcessor(part)) }
      self = .sequence(parts)
    case "TemplateProcessing": self = .template(try TemplateProcessing(component))
    case "ByteLevel": self = .byteLevel(ByteLevelPostProcessor())
    case "BertProcessing", "RobertaProcessing": self = .bert(try BertProcessing(component))
    case let type: throw component.unsupported("type", type, Self.supported)
    }
  }

  func process(_ encoding: inout Encoding) {
    switch self {
    case .sequence(let parts): for part in parts { part.process(&encoding) }
    case .template(let part): part.process(&encoding)
    case .byteLevel(let part): part.process(&encoding)
    case .bert(let part): part.process(&encoding)
    }
  }
}
