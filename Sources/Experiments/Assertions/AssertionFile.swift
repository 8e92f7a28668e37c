import MindstateModel
import MindstateProbes
import MindstateStore

/// What an assertion file says: the conditions, roles and readings of a sweep file, and claims about them. Nothing that
/// it names has been opened yet.
package struct AssertionFile: Sendable {
  /// In the order of the file, one for each site and position that a claim is read at.
  package private(set) var assertions: [StateAssertion] = []
  package let path: String
  /// What the reader of the file should know, a line each.
  package private(set) var notices: [String] = []

  private static let keys = [
    "prompts", "limit", "cluster", "answers", "conditions", "roles", "read", "verdict", "assertions", "seed",
  ]

  /// Reads the file at `path`. Unknown keys, wrong types and names of no condition are refused with their line.
  package init(path: String) throws {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw SweepError.file(error) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SweepError.syntax(SweepPlace(file: path), "it is not UTF-8")
    }
    try self.init(path: path, text: text)
  }

  /// Reads `text` as if it stood in the file at `path`.
  package init(path: String, text: String) throws {
    self.path = path
    do throws(SweepError) {
      let root = try SweepNode(file: path, text: text)
      // Only for the error: "an assertion file has no key …".
      let named = SweepNode(file: path, key: "an assertion file", node: root.node)
      let fields = try named.fields(Self.keys).reduce(into: [String: SweepNode]()) { fields, entry in
        fields[entry.key] = SweepNode(file: path, key: entry.key, node: entry.value.node)
      }
      let context = try AssertionContext(named, fields)
      for node in try named.required("assertions", of: fields).list() { assertions += try context.assertions(node) }
      let former = FormerWords(
        key: fields["roles"]?.hasFormer(FormerWords.keys),
        pair: fields["assertions"].flatMap { AssertionContext.firstOrderedPair($0) })
      notices =
        [former.notice, SharedData.notice(of: context.files, context.base)].compactMap { $0 } + context.wrapperNotes
      if assertions.isEmpty { throw .badValue(root.place, key: "assertions", found: "empty", needed: "one or more") }
    } catch {
      guard case .missingKey(let place, let key, let within) = error else { throw error }
      throw AssertionError.missingKey("\(place)", key: key, within: within)
    }
  }
}

/// What all claims of a file share.
struct AssertionContext {
  let base: String
  let conditions: [SweepFile.Condition]
  var prompts: AssertedPrompts
  var answers: String?
  var sites: [Site] = [.resid]
  var layers = AssertedLayers.all
  var positions: [Position] = [.last]
  var metric = VerdictMetric.cosineDistanceStandardised
  var margin = 0.25
  var seed: UInt64 = 0
  var start: AssertedCondition?
  /// For every X that `ceilings` does not name.
  var ceiling: AssertedCondition?
  var ceilings: [(x: AssertedCondition, ceiling: AssertedCondition)] = []
  var paraphrases = AssertedControls.none
  var irrelevant = AssertedControls.none

  init(_ root: SweepNode, _ fields: [String: SweepNode]) throws(SweepError) {
    base = FileSystem.directory(of: root.file)
    prompts = AssertedPrompts(.file(SweepFile.found(try root.required("prompts", of: fields).text(), base)))
    conditions = try SweepFile.conditions(try root.required("conditions", of: fields), base)
    if let node = fields["limit"] { prompts.limit = try node.integer(atLeast: 2) }
    if let node = fields["cluster"] { prompts.cluster = try node.text() }
    if let node = fields["seed"] { seed = UInt64(try node.integer(atLeast: 0)) }
    if let node = fields["answers"] {
      let text = try node.text()
      answers = text == "reference" ? nil : SweepFile.found(text, base)
    }
    if let node = fields["read"] { try read(node) }
    if let node = fields["verdict"] {
      let inner = try node.fields(["metric", "margin"])
      if let node = inner["metric"] { metric = try Self.metric(node) }
      if let node = inner["margin"] { margin = try Self.share(node) }
    }
    if let node = fields["roles"] { try readRoles(node) }
  }

  /// One that cannot be read is left to the claim that needs it.
  var wrapperNotes: [String] {
    let named = conditions.compactMap { try? Wrapper(named: $0.wrapper) }
    let listed = [paraphrases, irrelevant].flatMap { controls -> [Wrapper] in
      if case .directory(let path) = controls { (try? Wrapper.all(in: path)) ?? [] } else { [] }
    }
    return SweepPlan.distinct((named + listed).compactMap(\.note))
  }

  /// Everything that is read.
  var files: [String] {
    var files = conditions.flatMap { [$0.model, $0.adapter, $0.softPrompt, $0.wrapper].compactMap { $0 } }
    if case .file(let path) = prompts.source { files.insert(path, at: 0) }
    for controls in [paraphrases, irrelevant] { if case .directory(let path) = controls { files.append(path) } }
    return files + [answers].compactMap { $0 }
  }

  private mutating func read(_ node: SweepNode) throws(SweepError) {
    let inner = try node.fields(["sites", "layers", "positions"])
    if let node = inner["sites"] { sites = try Self.sites(node) }
    if let node = inner["layers"] { layers = try Self.layers(node) }
    if let node = inner["positions"] { positions = try Self.positions(node) }
  }

  private mutating func readRoles(_ node: SweepNode) throws(SweepError) {
    let inner = try node.fields(["start", "paraphrases", "irrelevant", "ceiling"], formerly: FormerWords.keys)
    if let node = inner["start"] { start = try condition(node) }
    if let node = inner["ceiling"] { try readCeiling(node) }
    if let node = inner["paraphrases"] { paraphrases = try controls(node) }
    if let node = inner["irrelevant"] { irrelevant = try controls(node) }
  }

  /// A condition, or a map from X to its own.
  private mutating func readCeiling(_ node: SweepNode) throws(SweepError) {
    if case .scalar = node.node {
      ceiling = try condition(node)
      return
    }
    for (name, value) in try node.entries() {
      ceilings.append((try condition(name, value), try condition(value)))
    }
  }

  private func controls(_ node: SweepNode) throws(SweepError) -> AssertedControls {
    if case .scalar = node.node { return .directory(SweepFile.found(try node.text(), base)) }
    return .conditions(try conditions(of: node))
  }

  /// The condition that a text names.
  func condition(_ node: SweepNode) throws(SweepError) -> AssertedCondition { try condition(node.text(), node) }

  /// The condition called `name`; an unknown one is refused at `node`.
  func condition(_ name: String, _ node: SweepNode) throws(SweepError) -> AssertedCondition {
    guard let found = conditions.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      let known = conditions.map(\.name)
      throw .unknownName(
        node.place, key: node.key, name: name, nearest: nearestName(to: name, in: known), known: known)
    }
    var condition = AssertedCondition(name: found.name, model: found.model)
    condition.adapter = found.adapter
    condition.softPrompt = found.softPrompt
    condition.template = .named(found.wrapper)
    return condition
  }

  func conditions(of node: SweepNode) throws(SweepError) -> [AssertedCondition] {
    var list: [AssertedCondition] = []
    for element in try node.list() { list.append(try condition(element)) }
    return list
  }

  static func metric(_ node: SweepNode) throws(SweepError) -> VerdictMetric {
    guard let metric = VerdictMetric(rawValue: try node.text()) else {
      throw node.bad("one of " + VerdictMetric.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return metric
  }

  static func sites(_ node: SweepNode) throws(SweepError) -> [Site] {
    var sites: [Site] = []
    for name in try node.texts() {
      guard let site = Site(rawValue: name), !sites.contains(site) else {
        throw node.bad("a list, each once, of \(Site.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      sites.append(site)
    }
    return sites
  }

  static func layers(_ node: SweepNode) throws(SweepError) -> AssertedLayers {
    do {
      switch try LayerSelection(parsing: node.texts().joined(separator: ",")) {
      case .all: return .all
      case .listed(let layers): return .listed(layers)
      }
    } catch let error as SweepError { throw error } catch { throw node.bad("`all`, or as 0,3-5") }
  }

  static func positions(_ node: SweepNode) throws(SweepError) -> [Position] {
    let text = try node.texts().joined(separator: ",")
    do { return try Position.list(parsing: text) } catch {
      throw .badValue(node.place, key: node.key, found: text, needed: "a list of positions: \(error)")
    }
  }

  /// A number strictly between 0 and 1.
  static func share(_ node: SweepNode) throws(SweepError) -> Double {
    let value = try node.number(0...1)
    guard value > 0, value < 1 else { throw node.bad("between 0 and 1") }
    return value
  }
}
