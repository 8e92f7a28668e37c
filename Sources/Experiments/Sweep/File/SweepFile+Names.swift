import MindstateModel

extension SweepFile {
  /// Every name that stands for a condition is one.
  func checkNames(
    _ root: SweepNode, _ fields: [String: SweepNode], _ roles: [String: SweepNode]
  ) throws(SweepError) {
    try check([reference], "roles.reference", roles["reference"])
    try check(pairs.flatMap { [$0.x, $0.y] }, "roles.pairs", roles["pairs"])
    if case .named(let names) = paraphrases { try check(names, "roles.paraphrases", roles["paraphrases"]) }
    if case .named(let names) = irrelevant { try check(names, "roles.irrelevant", roles["irrelevant"]) }
    try check(ceilings.flatMap { [$0.x, $0.ceiling] }, "roles.ceiling", roles["ceiling"])
    for (x, _) in ceilings where !pairs.contains(where: { $0.x == x }) {
      throw .badValue(
        place("roles.ceiling"), key: "roles.ceiling", found: "given for \(x)", needed: "given for the X of a pair")
    }
    if let crossed { try check(crossed.tunings + crossed.wrappers, "roles.crossed", roles["crossed"]) }
    if let modes { try check(modes.fit.filter { $0 != Modes.irrelevant } + modes.score, "modes", fields["modes"]) }
    for probe in probes { try check(probe.conditions, "probes.conditions", fields["probes"]) }
    if let trajectory {
      try check([trajectory.target] + trajectory.conditions, "trajectory", fields["trajectory"])
    }
  }

  private func check(_ names: [String], _ key: String, _ node: SweepNode?) throws(SweepError) {
    let known = conditions.map(\.name)
    for name in names where condition(name) == nil {
      throw .unknownName(
        node?.place ?? SweepPlace(file: path), key: key, name: name, nearest: nearestName(to: name, in: known),
        known: known)
    }
  }
}
