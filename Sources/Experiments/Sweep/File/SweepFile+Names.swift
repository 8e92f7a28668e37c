import MindstateModel

extension SweepFile {
  /// Every name that stands for a condition is one.
  func checkNames(
    _ root: SweepNode, _ fields: [String: SweepNode], _ roles: [String: SweepNode]
  ) throws(SweepError) {
    try check([start], "roles.start", roles["start"])
    try check(pairs.flatMap { [$0.x, $0.y] }, "roles.pairs", roles["pairs"])
    if case .named(let names) = paraphrases { try check(names, "roles.paraphrases", roles["paraphrases"]) }
    if case .named(let names) = irrelevant { try check(names, "roles.irrelevant", roles["irrelevant"]) }
    try check(ceilings.flatMap { [$0.x, $0.ceiling] }, "roles.ceiling", roles["ceiling"])
    try checkRoles()
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

  /// A condition that is two things at once makes every number about one of them meaningless.
  private func checkRoles() throws(SweepError) {
    func refuse(_ name: String, _ other: String, _ role: String, _ otherRole: String, _ key: String) throws(SweepError)
    {
      if name.utf8.elementsEqual(other.utf8) {
        throw .sameRole(place(key), condition: name, role: role, other: otherRole)
      }
    }
    for pair in pairs {
      try refuse(pair.x, start, "question", "start", "roles.pairs")
      try refuse(pair.y, start, "target", "start", "roles.pairs")
    }
    for (x, ceiling) in ceilings {
      try refuse(ceiling, start, "ceiling", "start", "roles.ceiling")
      try refuse(ceiling, x, "ceiling", "question", "roles.ceiling")
      for pair in pairs where pair.x == x { try refuse(ceiling, pair.y, "ceiling", "target", "roles.ceiling") }
    }
    let lists = [("paraphrase", paraphrases, "roles.paraphrases"), ("irrelevant", irrelevant, "roles.irrelevant")]
    for (role, controls, key) in lists {
      guard case .named(let names) = controls else { continue }
      for name in names {
        try refuse(name, start, role, "start", key)
        if pairs.allSatisfy({ $0.y == name }) { try refuse(name, pairs[0].y, role, "target", key) }
        if role == "irrelevant", case .named(let others) = paraphrases {
          for other in others { try refuse(name, other, role, "paraphrase", key) }
        }
      }
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
