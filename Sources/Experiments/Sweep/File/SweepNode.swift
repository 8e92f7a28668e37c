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
    case .duplicatedKeysInMapping(let duplicates, let context):
      return .syntax(
        SweepPlace(file: file, line: context.mark.line), "the key \"\(duplicates.first ?? "")\" is there twice")
    case .reader(let problem, _, _, _): return .syntax(SweepPlace(file: file), problem)
    default: return .syntax(SweepPlace(file: file), "it cannot be read as UTF-8 YAML")
    }
  }
}

extension SweepNode {
  /// What this is, for an error.
  var found: String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "\"\(scalar.string)\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  func wrongType(_ expected: String) -> SweepError {
    .wrongType(place, key: key.isEmpty ? "the file" : key, expected: expected, found: found)
  }

  func bad(_ needed: String) -> SweepError { .badValue(place, key: key, found: found, needed: needed) }

  /// The text of a scalar, which is not empty.
  func text() throws(SweepError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty, node.null == nil else {
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
    guard case .mapping(let mapping) = node else { throw wrongType("a mapping") }
    var entries: [(key: String, value: SweepNode)] = []
    for (name, value) in mapping {
      guard case .scalar(let scalar) = name, !scalar.string.isEmpty else {
        throw wrongType("a mapping whose keys are texts")
      }
      entries.append((scalar.string, SweepNode(file: file, key: join(scalar.string), node: value)))
    }
    return entries
  }

  /// The values of a mapping that has no keys but `known`; empty values are as if absent.
  func fields(_ known: [String]) throws(SweepError) -> [String: SweepNode] {
    guard case .mapping(let mapping) = node else { throw wrongType("a mapping") }
    var fields: [String: SweepNode] = [:]
    for (name, value) in mapping {
      let key = name.scalar?.string ?? ""
      guard known.contains(where: { $0.utf8.elementsEqual(key.utf8) }) else {
        throw .unknownKey(
          SweepPlace(file: file, line: name.mark?.line), key: key, within: self.key,
          nearest: nearestName(to: key, in: known), known: known)
      }
      if value.null == nil { fields[key] = SweepNode(file: file, key: join(key), node: value) }
    }
    return fields
  }

  /// The value of `key`, which must be there.
  func required(_ key: String, of fields: [String: SweepNode]) throws(SweepError) -> SweepNode {
    guard let value = fields[key] else { throw .missingKey(place, key: key, within: self.key) }
    return value
  }

  private func join(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }
}
