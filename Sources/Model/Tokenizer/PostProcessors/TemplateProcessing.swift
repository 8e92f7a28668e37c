/// A template of tokens around the text, as `<s> $A`. Only the template for single texts is used.
struct TemplateProcessing: Sendable {
  enum Item: Sendable {
    case text
    case tokens([Int])
  }

  let items: [Item]

  init(_ component: Component) throws(TokenizerError) {
    let special = try component.component("special_tokens")
    var items: [Item] = []
    for piece in try component.components("single") { items.append(try Self.item(piece, special)) }
    self.items = items
  }

  private static func item(_ piece: Component, _ special: Component) throws(TokenizerError) -> Item {
    if let sequence = try piece.componentIfPresent("Sequence") {
      let id = try sequence.string("id")
      if id != "A" { throw sequence.unsupported("id", id, ["A"]) }
      return .text
    }
    let name = try piece.component("SpecialToken").string("id")
    let token = try special.component(name)
    guard let ids = token.value("ids")?.arrayValue?.compactMap(\.intValue) else {
      throw token.wrongKind("ids", "an array of ids", token.value("ids"))
    }
    return .tokens(ids)
  }

  func process(_ encoding: inout Encoding) {
    var result = Encoding()
    for item in items {
      switch item {
      case .text: result.append(encoding)
      case .tokens(let ids): for id in ids { result.insertSpecial(id, at: result.ids.count) }
      }
    }
    encoding = result
  }
}
