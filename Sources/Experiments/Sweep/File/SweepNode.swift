import MindstateModel
import MindstateStore
import Yams

/// A value of a sweep file with its place and the keys that lead to it, so that every refusal can name both.
struct SweepNode {
  let file: String
  /// `roles.pairs`; empty for the whole file.
  let key: String
  let node: Node

  var place: SweepPlace { SweepPlace(file: file, line: node.mark?.line) }

  /// The document in `text`.
  init(file: String, text: String) throws(SweepError) {
    // A sweep is a page. What is much larger or deeply nested is no sweep and must not exhaust the parser's stack.
    if text.utf8.count > 1 << 18 { throw .tooLarge(file: file, bytes: text.utf8.count) }
    if let line = Self.tooDeep(text) {
      throw .syntax(SweepPlace(file: file, line: line), "nested too deeply for a sweep")
    }
    let composed: Node?
    do { composed = try Yams.compose(yaml: text) } catch { throw Self.error(error, file: file) }
    guard let composed else { throw .syntax(SweepPlace(file: file, line: 1), "the file is empty") }
    self.init(file: file, key: "", node: composed)
  }

  init(file: String, key: String, node: Node) {
    self.file = file
    self.key = key
    self.node = node
  }

  /// The first line with more than 32 brackets, or dashes of nested lists, still open.
  private static func tooDeep(_ text: String) -> Int? {
    var depth = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      depth += line.utf8.reduce(0) { sum, byte in
        sum + (byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") ? 1 : 0)
          - (byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") ? 1 : 0)
      }
      depth = max(0, depth)
      let dashes = line.prefix { " -?:".contains($0) }.count { $0 != " " }
      if depth > 32 || dashes > 32 || line.prefix(while: { $0 == " " }).count > 200 { return index + 1 }
    }
    return nil
  }

  private static func error(_ error: any Error, file: String) -> SweepError {
    guard let error = error as? YamlError else { return .syntax(SweepPlace(file: file), "\(error)") }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .syntax(SweepPlace(file: file, line: mark.line), problem)
    case .reader(let problem, _, _, _): return .syntax(SweepPlace(file: file), problem)
    default:
      return repeatedKey(error, file: file) ?? .syntax(SweepPlace(file: file), "it cannot be read as UTF-8 YAML")
    }
  }

  /// Yams 6 refuses a key that is there twice with a case that Yams 5, which lets it pass, does not have. So the case is
  /// known by its name here, and `pairs` looks for such keys itself.
  private static func repeatedKey(_ error: YamlError, file: String) -> SweepError? {
    guard let payload = Mirror(reflecting: error).children.first, payload.label == "duplicatedKeysInMapping",
      let (keys, context) = payload.value as? (duplicates: [String], context: YamlError.Context)
    else { return nil }
    return .repeatedKey(SweepPlace(file: file, line: context.mark.line), keys.first ?? "")
  }
}

extension SweepError {
  fileprivate static func repeatedKey(_ place: SweepPlace, _ key: String) -> SweepError {
    .syntax(place, "the key \"\(key)\" is there twice")
  }
}

extension SweepNode {
  /// What this is, for an error.
  var found: String {
    // Yams 6 knows aliases as a fourth kind, which Yams 5 has resolved here.
    if let scalar = node.scalar { return scalar.string.isEmpty ? "empty" : "\"\(scalar.string)\"" }
    if node.mapping != nil { return "a mapping" }
    return node.sequence != nil ? "a list" : "an alias"
  }

  /// `null`, `~` or nothing at all; a text in quotes is a text, which Yams 5 does not tell apart.
  private var isNull: Bool { node.scalar.map { $0.style == .plain } == true && node.null != nil }

  /// Keys and values of a mapping, each key once; nil where this is none.
  private func pairs() throws(SweepError) -> [(key: Node, value: Node)]? {
    guard case .mapping(let mapping) = node else { return nil }
    var seen: Set<String> = []
    for (key, _) in mapping {
      guard let name = key.scalar?.string, !seen.insert(name).inserted else { continue }
      throw .repeatedKey(SweepPlace(file: file, line: key.mark?.line), name)
    }
    return mapping.map { ($0.key, $0.value) }
  }

  func wrongType(_ expected: String) -> SweepError {
    .wrongType(place, key: key.isEmpty ? "the file" : key, expected: expected, found: found)
  }

  func bad(_ needed: String) -> SweepError { .badValue(place, key: key, found: found, needed: needed) }

  /// The text of a scalar, which is not empty.
  func text() throws(SweepError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty, !isNull else {
      throw wrongType("a text")
    }
    return scalar.string
  }

  /// A whole number of at least `least`.
  func integer(atLeast least: Int) throws(SweepError) -> Int {
    guard let value = node.int else { throw wrongType("a whole number") }
    guard value >= least else { throw bad("at least \(least)") }
    return value
  }

  func flag() throws(SweepError) -> Bool {
    guard let value = node.bool else { throw wrongType("true or false") }
    return value
  }

  func number(_ range: ClosedRange<Double>) throws(SweepError) -> Double {
    guard let value = node.float ?? node.int.map(Double.init) else { throw wrongType("a number") }
    guard range.contains(value) else { throw bad("between \(range.lowerBound) and \(range.upperBound)") }
    return value
  }

  /// The one of `values` that the text spells.
  func oneOf<Value: RawRepresentable<String>>(_ values: [Value]) throws(SweepError) -> Value {
    let text = try text()
    if let value = values.first(where: { $0.rawValue == text }) { return value }
    let names = values.map(\.rawValue)
    let nearest = nearestName(to: text, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
    throw bad("one of \(names.joined(separator: ", "))\(nearest)")
  }

  /// The elements of a list.
  func list() throws(SweepError) -> [SweepNode] {
    guard case .sequence(let sequence) = node else { throw wrongType("a list") }
    return sequence.map { SweepNode(file: file, key: key, node: $0) }
  }

  /// The elements of a list, or a single text as the only one.
  func texts() throws(SweepError) -> [String] {
    if case .scalar = node { return [try text()] }
    var texts: [String] = []
    for element in try list() { texts.append(try element.text()) }
    return texts
  }

  /// Keys and values of a mapping whose keys are free, in the order of the file.
  func entries() throws(SweepError) -> [(key: String, value: SweepNode)] {
    guard let pairs = try pairs() else { throw wrongType("a mapping") }
    var entries: [(key: String, value: SweepNode)] = []
    for (name, value) in pairs {
      guard case .scalar(let scalar) = name, !scalar.string.isEmpty else {
        throw wrongType("a mapping whose keys are texts")
      }
      entries.append((scalar.string, SweepNode(file: file, key: join(scalar.string), node: value)))
    }
    return entries
  }

  /// The values of a mapping that has no keys but `known`; empty values are as if absent.
  ///
  /// - Parameter former: keys that are read as others, which are known.
  func fields(_ known: [String], formerly former: [String: String] = [:]) throws(SweepError) -> [String: SweepNode] {
    guard let pairs = try pairs() else { throw wrongType("a mapping") }
    var fields: [String: SweepNode] = [:]
    for (name, value) in pairs {
      let written = name.scalar?.string ?? ""
      let key = former[written] ?? written
      if key != written, fields[key] != nil || pairs.contains(where: { $0.key.scalar?.string == key }) {
        throw .badValue(
          SweepPlace(file: file, line: name.mark?.line), key: join(written), found: "there beside \(key)",
          needed: "left out: \(key) is its name now")
      }
      guard known.contains(where: { $0.utf8.elementsEqual(key.utf8) }) else {
        throw .unknownKey(
          SweepPlace(file: file, line: name.mark?.line), key: key, within: self.key,
          nearest: nearestName(to: key, in: known), known: known)
      }
      let field = SweepNode(file: file, key: join(key), node: value)
      if !field.isNull { fields[key] = field }
    }
    return fields
  }

  /// Where the first of the keys of `former` stands.
  func hasFormer(_ former: [String: String]) -> SweepPlace? {
    guard case .mapping(let mapping) = node else { return nil }
    let key = mapping.first { entry in entry.key.scalar.map { former[$0.string] != nil } == true }?.key
    return key.map { SweepPlace(file: file, line: $0.mark?.line) }
  }

  /// Where the first element of a list is a list itself.
  var firstSequence: SweepPlace? {
    guard case .sequence(let sequence) = node else { return nil }
    let element = sequence.first { if case .sequence = $0 { true } else { false } }
    return element.map { SweepPlace(file: file, line: $0.mark?.line) }
  }

  /// The value of `key`, which must be there.
  func required(_ key: String, of fields: [String: SweepNode]) throws(SweepError) -> SweepNode {
    guard let value = fields[key] else { throw .missingKey(place, key: key, within: self.key) }
    return value
  }

  private func join(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }
}
