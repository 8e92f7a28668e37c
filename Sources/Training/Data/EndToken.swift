package import MindstateModel
package import MindstateStore

/// The token that ends a text.
package struct EndToken: Sendable, Equatable {
  package var id: Int
  package var text: String

  /// The token that a person named; else the model's `eos_token_id`, the first where there are several; else the
  /// lab's `<|end|>`.
  package init(named name: String?, config: JSON, tokenizer: Tokenizer) throws(TrainingError) {
    if let name {
      guard let id = tokenizer.id(ofToken: name) else { throw .unknownEndToken(name) }
      self.init(id: id, text: name)
      return
    }
    let stated = config["eos_token_id"]
    if let id = stated?.intValue ?? stated?.arrayValue?.first?.intValue {
      guard let text = tokenizer.tokenText(id) else { throw .unknownEndToken("eos_token_id \(id)") }
      self.init(id: id, text: text)
      return
    }
    guard let id = tokenizer.id(ofToken: "<|end|>") else { throw .noEndToken }
    self.init(id: id, text: "<|end|>")
  }

  package init(id: Int, text: String) {
    self.id = id
    self.text = text
  }
}
