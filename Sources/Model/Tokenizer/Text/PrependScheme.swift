/// Where `Metaspace` puts its sign before a text that does not begin with it.
enum PrependScheme: String, CaseIterable, Sendable {
  /// At the start of the whole input only.
  case first
  case never
  /// Also behind every added token.
  case always

  /// The scheme of a `Metaspace`, as pre-tokenizer or decoder; old files say `add_prefix_space` instead.
  init(_ component: Component) throws(TokenizerError) {
    let declared: PrependScheme =
      component.value("prepend_scheme") == nil
      ? .always : try component.choice("prepend_scheme", PrependScheme.self)
    self = declared
    guard component.value("add_prefix_space") != nil, try !component.bool("add_prefix_space") else { return }
    if component.value("prepend_scheme") != nil, declared != .never {
      throw component.contradiction("add_prefix_space", "false, but prepend_scheme is \(declared.rawValue)")
    }
    self = .never
  }
}
