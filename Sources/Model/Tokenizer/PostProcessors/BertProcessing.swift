/// One token before and one behind: BERT's `[CLS] … [SEP]`, RoBERTa's `<s> … </s>`.
struct BertProcessing: Sendable {
  let first: Int
  let last: Int

  init(_ component: Component) throws(TokenizerError) {
    first = try Self.id("cls", component)
    last = try Self.id("sep", component)
  }

  private static func id(_ key: String, _ component: Component) throws(TokenizerError) -> Int {
    guard let pair = component.value(key)?.arrayValue, pair.count == 2, let id = pair[1].intValue else {
      throw component.wrongKind(key, "a token and its id", component.value(key))
    }
    return id
  }

  func process(_ encoding: inout Encoding) {
    encoding.insertSpecial(first, at: 0)
    encoding.insertSpecial(last, at: encoding.ids.count)
  }
}
