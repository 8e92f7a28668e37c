import MindstateStore

/// One object of a `tokenizer.json` with its place in the file, so that every complaint can name both.
struct Component {
  let file: String
  /// As in `pre_tokenizer.pretokenizers[1]`; empty for the whole file.
  let place: String
  let json: JSON

  /// The name of field `key` of this component, for errors.
  func name(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  /// The value of `key`; nil if it is missing or null.
  func value(_ key: String) -> JSON? {
    guard let value = json[key], !value.isNull else { return nil }
    return value
  }

  func string(_ key: String) throws(TokenizerError) -> String {
    try required(key, "a string", \.stringValue)
  }

  func stringIfPresent(_ key: String) throws(TokenizerError) -> String? {
    try optional(key, "a string", \.stringValue)
  }

  func bool(_ key: String) throws(TokenizerError) -> Bool { try required(key, "a boolean", \.boolValue) }

  func bool(_ key: String, default value: Bool) throws(TokenizerError) -> Bool {
    try optional(key, "a boolean", \.boolValue) ?? value
  }

  func int(_ key: String) throws(TokenizerError) -> Int { try required(key, "a whole number", \.intValue) }

  /// The one Unicode scalar that `key` must hold.
  func scalar(_ key: String) throws(TokenizerError) -> UInt32 {
    let scalars = Array(try string(key).unicodeScalars)
    guard scalars.count == 1 else { throw wrongKind(key, "a single character", value(key)) }
    return scalars[0].value
  }

  func component(_ key: String) throws(TokenizerError) -> Component {
    _ = try required(key, "an object", \.objectValue)
    return Component(file: file, place: name(key), json: json[key] ?? .null)
  }

  func componentIfPresent(_ key: String) throws(TokenizerError) -> Component? {
    value(key) == nil ? nil : try component(key)
  }

  func components(_ key: String) throws(TokenizerError) -> [Component] {
    let values = try required(key, "an array", \.arrayValue)
    var result: [Component] = []
    for (i, value) in values.enumerated() {
      let place = "\(name(key))[\(i)]"
      guard value.objectValue != nil else {
        throw .wrongKind(file: file, field: place, wanted: "an object", found: value.kind)
      }
      result.append(Component(file: file, place: place, json: value))
    }
    return result
  }

  /// One of the raw values of `Value`.
  func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) throws(TokenizerError) -> Value
  where Value.RawValue == String {
    let text = try string(key)
    if let value = Value(rawValue: text) { return value }
    throw unsupported(key, text, Value.allCases.map(\.rawValue))
  }

  // MARK: Errors

  func unsupported(_ key: String, _ value: String, _ supported: [String]) -> TokenizerError {
    .unsupported(file: file, field: name(key), value: value, supported: supported)
  }

  func contradiction(_ key: String, _ problem: String) -> TokenizerError {
    .contradiction(file: file, field: name(key), problem: problem)
  }

  func wrongKind(_ key: String, _ wanted: String, _ found: JSON?) -> TokenizerError {
    .wrongKind(file: file, field: name(key), wanted: wanted, found: found.map(\.kind) ?? "missing")
  }

  private func required<T>(_ key: String, _ wanted: String, _ read: (JSON) -> T?) throws(TokenizerError) -> T {
    guard let value = json[key] else { throw .missing(file: file, field: name(key)) }
    guard let result = read(value) else { throw wrongKind(key, wanted, value) }
    return result
  }

  private func optional<T>(_ key: String, _ wanted: String, _ read: (JSON) -> T?) throws(TokenizerError) -> T? {
    guard let value = value(key) else { return nil }
    guard let result = read(value) else { throw wrongKind(key, wanted, value) }
    return result
  }
}

extension Component {
  /// The pattern of a `Split` or `Replace`: `{"String": …}` or `{"Regex": …}`.
  func pattern() throws(TokenizerError) -> TextPattern {
    let pattern = try component("pattern")
    if let text = try pattern.stringIfPresent("String") {
      if text.isEmpty { throw unsupported("pattern.String", "empty", ["text of at least one character"]) }
      return .literal(Array(text.utf8))
    }
    guard let text = try pattern.stringIfPresent("Regex") else {
      throw .missing(file: file, field: name("pattern.String or .Regex"))
    }
    do {
      return .regex(try RegexProgram(text))
    } catch {
      throw .unsupportedPattern(
        file: file, field: pattern.name("Regex"), construct: error.construct, offset: error.offset)
    }
  }
}
