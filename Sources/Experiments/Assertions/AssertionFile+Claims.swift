import MindstateModel
import MindstateProbes

extension AssertionContext {
  private static let claims = ["same", "different", "mode", "transfer"]
  private static let settings = ["name", "sites", "layers", "positions", "margin", "metric"]

  /// The claim in `node`, once for each site and position it is read at.
  func assertions(_ node: SweepNode) throws(SweepError) -> [StateAssertion] {
    let fields = try node.fields(Self.claims + Self.settings)
    let named = Self.claims.filter { fields[$0] != nil }
    guard let kind = named.first, named.count == 1, let claimed = fields[kind] else {
      throw .badValue(
        node.place, key: node.key, found: named.isEmpty ? "without a claim" : named.joined(separator: " and "),
        needed: "one of \(Self.claims.joined(separator: ", "))")
    }
    let claim = try claim(kind, claimed, fields)
    let sites = try fields["sites"].map { node throws(SweepError) in try Self.sites(node) } ?? self.sites
    let positions =
      try fields["positions"].map { node throws(SweepError) in try Self.positions(node) } ?? self.positions
    let name = try fields["name"].map { node throws(SweepError) in try node.text() }
    var reading = AssertedReading()
    reading.layers = layers
    if let node = fields["layers"] { reading.layers = try Self.layers(node) }
    reading.answers = answers
    var assertions: [StateAssertion] = []
    for site in sites {
      for position in positions {
        var assertion = StateAssertion(claim, prompts: prompts)
        assertion.name = name
        assertion.seed = seed
        reading.site = site
        reading.position = position
        assertion.reading = reading
        assertions.append(assertion)
      }
    }
    return assertions
  }

  private func claim(
    _ kind: String, _ node: SweepNode, _ fields: [String: SweepNode]
  ) throws(SweepError) -> StateAssertion.Claim {
    switch kind {
    case "same": return .same(try pair(node, fields))
    case "different": return .different(try pair(node, fields))
    case "mode": return .mode(try mode(node, fields))
    default: return .transfer(try transfer(node, fields))
    }
  }

  private func pair(_ node: SweepNode, _ fields: [String: SweepNode]) throws(SweepError) -> PairClaim {
    let pairs = try SweepFile.Pair.all(node)
    guard let pair = pairs.first, pairs.count == 1 else { throw node.bad("one pair, {question: X, target: Y}") }
    guard let start else { throw .missingKey(node.place, key: "start", within: "roles") }
    let (x, y) = (try condition(pair.x, node), try condition(pair.y, node))
    for (name, condition, role) in [(pair.x, x, "question"), (pair.y, y, "target")] where condition == start {
      throw .sameRole(node.place, condition: name, role: role, other: "start")
    }
    var claim = PairClaim(x, y, paraphrases: paraphrases, irrelevant: irrelevant)
    claim.start = start
    claim.ceiling = ceilings.first { $0.x == claim.x }?.ceiling ?? ceiling
    claim.metric = try fields["metric"].map { node throws(SweepError) in try Self.metric(node) } ?? metric
    claim.margin = try fields["margin"].map { node throws(SweepError) in try Self.share(node) } ?? margin
    return claim
  }

  /// Where the first claim stands that tells its roles by order.
  static func firstOrderedPair(_ claims: SweepNode) -> SweepPlace? {
    guard let list = try? claims.list() else { return nil }
    let places = list.lazy.compactMap { claim -> SweepPlace? in
      guard let entries = try? claim.entries() else { return nil }
      return entries.lazy.compactMap { entry -> SweepPlace? in
        guard entry.key == "same" || entry.key == "different", case .sequence = entry.value.node else { return nil }
        return entry.value.place
      }.first
    }
    return places.first
  }

  private func mode(_ node: SweepNode, _ fields: [String: SweepNode]) throws(SweepError) -> ModeClaim {
    try refuseVerdictKeys(fields, of: "mode")
    let inner = try node.fields(["score", "in", "among", "share", "accuracy"])
    let among = try node.required("among", of: inner)
    var others: [AssertedCondition] = []
    var takesIrrelevant = false
    for element in try among.list() {
      if try element.text() == SweepFile.Modes.irrelevant {
        takesIrrelevant = true
      } else {
        others.append(try condition(element))
      }
    }
    if others.isEmpty && !takesIrrelevant { throw among.bad("one or more other modes") }
    if takesIrrelevant, irrelevant == .none {
      throw .badValue(
        among.place, key: among.key, found: "irrelevant", needed: "used only where roles.irrelevant is given")
    }
    var claim = ModeClaim(
      try condition(try node.required("score", of: inner)), in: try condition(try node.required("in", of: inner)),
      among: others)
    if takesIrrelevant { claim.irrelevant = irrelevant }
    if let node = inner["share"] { claim.share = try Self.share(node) }
    if let node = inner["accuracy"] { claim.accuracy = try Self.share(node) }
    return claim
  }

  private func transfer(_ node: SweepNode, _ fields: [String: SweepNode]) throws(SweepError) -> TransferClaim {
    try refuseVerdictKeys(fields, of: "transfer")
    let inner = try node.fields(["target", "from", "to", "probe", "at_least"])
    var claim = TransferClaim(
      try node.required("target", of: inner).text(), from: try condition(try node.required("from", of: inner)),
      to: try condition(try node.required("to", of: inner)))
    if let node = inner["probe"] {
      let name = try node.text()
      do { claim.probe = try TransferClaim.probe(named: name) } catch {
        throw node.bad("one of " + ProbeKind.allCases.map(\.rawValue).joined(separator: ", "))
      }
    }
    if let node = inner["at_least"] { claim.atLeast = try Self.share(node) }
    return claim
  }

  /// A margin beside a claim that has none would be passed over in silence.
  private func refuseVerdictKeys(_ fields: [String: SweepNode], of kind: String) throws(SweepError) {
    for key in ["margin", "metric"] {
      if let node = fields[key] { throw node.bad("left out: \(kind) has none, only same and different do") }
    }
  }
}
