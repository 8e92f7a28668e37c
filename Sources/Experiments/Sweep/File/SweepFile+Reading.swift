import MindstateModel
import MindstateStore

extension SweepFile {
  private static let keys = [
    "question", "prompts", "limit", "cluster", "answers", "conditions", "roles", "admission", "scoring", "read",
    "metrics", "verdict", "modes", "probes", "behaviour", "trajectory", "resamples", "seed", "plain_csv", "output",
  ]

  /// Reads the file at `path`. Unknown keys, wrong types and names of no condition are refused with their line.
  public init(path: String) throws(SweepError) {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .syntax(SweepPlace(file: path), "it is not UTF-8")
    }
    try self.init(path: path, text: text)
  }

  /// Reads `text` as if it stood in the file at `path`.
  public init(path: String, text: String) throws(SweepError) {
    let root = try SweepNode(file: path, text: text)
    let fields = try root.fields(Self.keys)
    let base = FileSystem.directory(of: path)
    let roles = try root.required("roles", of: fields)
    let roleFields = try roles.fields(
      ["start", "pairs", "paraphrases", "irrelevant", "ceiling", "crossed"], formerly: FormerWords.keys)

    self.path = path
    prompts = Self.found(try root.required("prompts", of: fields).text(), base)
    output = Self.resolved(try root.required("output", of: fields).text(), base)
    conditions = try Self.conditions(try root.required("conditions", of: fields), base)
    start = try roles.required("start", of: roleFields).text()
    pairs = try Self.pairs(try roles.required("pairs", of: roleFields))
    places = fields.mapValues(\.place)
    for (key, value) in roleFields { places["roles." + key] = value.place }

    try readSettings(fields, base)
    try readRoles(roleFields, base)
    try readAnalyses(fields)
    try checkNames(root, fields, roleFields)
    let former = FormerWords(key: roles.hasFormer(FormerWords.keys), pair: roleFields["pairs"]?.firstSequence)
    notices = [former.notice, SharedData.notice(of: files, base)].compactMap { $0 }
  }

  /// Everything that is read.
  private var files: [String] {
    var files = [prompts] + conditions.flatMap { [$0.model, $0.adapter, $0.softPrompt, $0.wrapper].compactMap { $0 } }
    for controls in [paraphrases, irrelevant] { if case .directory(let path) = controls { files.append(path) } }
    if case .file(let path) = answers { files.append(path) }
    return files
  }

  /// A path of the file, which is relative to the file's own directory.
  static func resolved(_ path: String, _ base: String) -> String {
    if path.hasPrefix("/") || base == "." { return path }
    return base == "/" ? "/" + path : "\(base)/\(path)"
  }

  /// A path of something to read: where nothing is there, the same path among the data that come with mindstate, as
  /// wrappers are found by their names.
  static func found(_ path: String, _ base: String) -> String {
    let own = resolved(path, base)
    if FileSystem.kind(of: own) != nil { return own }
    return SharedData.path(path) ?? own
  }

  /// A wrapper's name stays one; a path is resolved.
  private static func wrapper(_ text: String, _ base: String) -> String {
    text.utf8.contains(UInt8(ascii: "/")) || text.hasSuffix(".txt") ? found(text, base) : text
  }

  static func conditions(_ node: SweepNode, _ base: String) throws(SweepError) -> [Condition] {
    var conditions: [Condition] = []
    for (name, value) in try node.entries() {
      let fields = try value.fields(["model", "adapter", "soft_prompt", "wrapper"])
      conditions.append(
        Condition(
          name: name, model: found(try value.required("model", of: fields).text(), base),
          adapter: try fields["adapter"].map { node throws(SweepError) in found(try node.text(), base) },
          softPrompt: try fields["soft_prompt"].map { node throws(SweepError) in found(try node.text(), base) },
          wrapper: try fields["wrapper"].map { node throws(SweepError) in wrapper(try node.text(), base) } ?? "bare",
          place: value.place))
    }
    if conditions.count < 2 { throw node.bad("at least two conditions") }
    return conditions
  }

  /// `{question: X, target: Y}`, where several X may stand in a list; or `[X, Y]`, as it once was.
  private static func pairs(_ node: SweepNode) throws(SweepError) -> [Pair] {
    var pairs: [Pair] = []
    for element in try node.list() {
      for pair in try Pair.all(element) {
        if pairs.contains(pair) {
          throw .badValue(element.place, key: node.key, found: "\(pair.x) against \(pair.y)", needed: "named once")
        }
        pairs.append(pair)
      }
    }
    if pairs.isEmpty { throw node.bad("at least one pair {question: X, target: Y}") }
    return pairs
  }

  private mutating func readSettings(_ fields: [String: SweepNode], _ base: String) throws(SweepError) {
    if let node = fields["question"] { question = try node.text() }
    if let node = fields["limit"] { limit = try node.integer(atLeast: 2) }
    if let node = fields["cluster"] { cluster = try node.text() }
    if let node = fields["resamples"] { resamples = try node.integer(atLeast: 1) }
    if let node = fields["seed"] { seed = UInt64(try node.integer(atLeast: 0)) }
    if let node = fields["plain_csv"] { texts = try node.flag() ? .plain : .guarded }
    if let node = fields["answers"] {
      switch try node.text() {
      case "reference": answers = .reference
      case "generated": answers = .generated
      case let file: answers = .file(Self.found(file, base))
      }
    }
    if let node = fields["admission"] {
      let inner = try node.fields(["answer_rate", "kl"])
      if let rate = inner["answer_rate"] { admission.answerRate = try rate.number(0...1) }
      if let kl = inner["kl"] { admission.kl = try kl.number(0...1000) }
    }
    if let node = fields["scoring"] { try readScoring(node) }
    if let node = fields["read"] { try readReading(node) }
    if let node = fields["metrics"] {
      let names = try node.texts()
      metrics = names == ["default"] ? .standard : names == ["all"] ? .all : .named(names)
    }
    if let node = fields["verdict"] {
      let inner = try node.fields(["metric", "margin"])
      if let metric = inner["metric"] { verdictMetric = try metric.text() }
      if let value = inner["margin"] { margin = try value.number(1e-6...1e6) }
    }
    if let node = fields["behaviour"] {
      newTokens = try node.fields(["max_new_tokens"])["max_new_tokens"]?.integer(atLeast: 1) ?? 48
    }
  }

  private mutating func readScoring(_ node: SweepNode) throws(SweepError) {
    let fields = try node.fields(["mode", "span"])
    if let node = fields["mode"] { scoring.mode = try node.oneOf(AnswerScoring.Mode.allCases) }
    if let node = fields["span"] { scoring.span = try node.oneOf(AnswerScoring.Span.allCases) }
  }

  private mutating func readReading(_ node: SweepNode) throws(SweepError) {
    let fields = try node.fields(["sites", "layers", "positions"])
    if let node = fields["sites"] {
      sites = []
      for name in try node.texts() {
        guard let site = Site(rawValue: name), !sites.contains(site) else {
          throw node.bad("a list, each once, of \(Site.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        sites.append(site)
      }
    }
    if let node = fields["layers"] {
      let text = try node.texts().joined(separator: ",")
      do { layers = try LayerSelection(parsing: text) } catch { throw node.bad("`all`, or as 0,3-5") }
    }
    if let node = fields["positions"] {
      let text = try node.texts().joined(separator: ",")
      do { positions = try Position.list(parsing: text) } catch {
        throw .badValue(node.place, key: node.key, found: text, needed: "a list of positions: \(error)")
      }
    }
  }

  private mutating func readRoles(_ fields: [String: SweepNode], _ base: String) throws(SweepError) {
    func controls(_ key: String) throws(SweepError) -> Controls {
      guard let node = fields[key] else { return .none }
      if case .scalar = node.node { return .directory(Self.found(try node.text(), base)) }
      return .named(try node.texts())
    }
    paraphrases = try controls("paraphrases")
    irrelevant = try controls("irrelevant")
    if let node = fields["ceiling"] {
      if case .scalar = node.node {
        let name = try node.text()
        var seen: [String] = []
        for pair in pairs where !seen.contains(pair.x) && pair.x != name {
          seen.append(pair.x)
          ceilings.append((pair.x, name))
        }
      } else {
        for (x, value) in try node.entries() { ceilings.append((x, try value.text())) }
      }
    }
    if let node = fields["crossed"] {
      let inner = try node.fields(["tunings", "wrappers"])
      crossed = Crossed(
        tunings: try node.required("tunings", of: inner).texts(),
        wrappers: try node.required("wrappers", of: inner).texts())
      if crossed?.tunings.count != 2 || crossed?.wrappers.count != 2 { throw node.bad("two tunings and two wrappers") }
    }
  }

  private mutating func readAnalyses(_ fields: [String: SweepNode]) throws(SweepError) {
    if let node = fields["modes"] {
      let inner = try node.fields(["fit", "score"])
      modes = Modes(
        fit: try node.required("fit", of: inner).texts(), score: try node.required("score", of: inner).texts())
      if (modes?.fit.count ?? 0) < 2 { throw node.bad("fitted on at least two conditions") }
    }
    if let node = fields["probes"] {
      for element in try node.list() {
        let inner = try element.fields(["targets", "probes", "conditions", "control", "numbers", "classes"])
        probes.append(
          Probe(
            targets: try element.required("targets", of: inner).texts(),
            probes: try inner["probes"].map { node throws(SweepError) in try node.texts() } ?? ["logistic"],
            conditions: try element.required("conditions", of: inner).texts(),
            control: try inner["control"].map { node throws(SweepError) in try node.text() },
            numbers: try inner["numbers"].map { node throws(SweepError) in try node.texts() } ?? [],
            classes: try inner["classes"].map { node throws(SweepError) in try node.texts() } ?? []))
      }
    }
    if let node = fields["trajectory"] {
      let inner = try node.fields(["target", "conditions"])
      trajectory = Trajectory(
        target: try node.required("target", of: inner).text(),
        conditions: try node.required("conditions", of: inner).texts())
    }
  }
}
