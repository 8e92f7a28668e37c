extension ComparisonPlan {
  /// Checks that all conditions have the same prompts, notes where each stands, and returns the common order.
  static func orderPrompts(of conditions: inout [Condition]) throws(ComparisonError) -> [String] {
    let first = conditions[0]
    if first.states.promptIDs.isEmpty { throw .noPrompts(condition: first.name) }
    let places = try places(in: first)
    let ids = first.states.promptIDs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for index in conditions.indices {
      let own = try self.places(in: conditions[index])
      let missing = ids.filter { own[Array($0.utf8)] == nil }
      let unexpected = conditions[index].states.promptIDs.filter { places[Array($0.utf8)] == nil }
      if !missing.isEmpty || !unexpected.isEmpty {
        throw .promptsDiffer(
          condition: conditions[index].name, missing: missing, unexpected: unexpected, first: first.name)
      }
      conditions[index].order = ids.compactMap { own[Array($0.utf8)] }
    }
    return ids
  }

  /// By the bytes of the id: as Swift strings, é and e + U+0301 would be one prompt.
  private static func places(in condition: Condition) throws(ComparisonError) -> [[UInt8]: Int] {
    if condition.states.groups.count != condition.states.promptIDs.count {
      throw .malformed(
        condition: condition.name, position: "prompts",
        why: "\(condition.states.groups.count) groups for \(condition.states.promptIDs.count) prompts")
    }
    var places: [[UInt8]: Int] = [:]
    for (index, id) in condition.states.promptIDs.enumerated() {
      if places.updateValue(index, forKey: Array(id.utf8)) != nil {
        throw .duplicatePrompt(condition: condition.name, prompt: id)
      }
    }
    return places
  }

  /// The group of each prompt, on which all conditions must agree. A capture without any group says nothing of them:
  /// a file from elsewhere need not repeat the labels.
  static func groups(of ids: [String], in conditions: [Condition]) throws(ComparisonError) -> [String?] {
    let labelled = conditions.filter { $0.states.groups.contains { $0 != nil } }
    guard let first = labelled.first else { return ids.map { _ in nil } }
    let groups = first.order.map { first.states.groups[$0] }
    for condition in labelled.dropFirst() {
      for (prompt, place) in condition.order.enumerated() {
        let group = condition.states.groups[place]
        if group.map({ Array($0.utf8) }) != groups[prompt].map({ Array($0.utf8) }) {
          throw .groupsDiffer(
            prompt: ids[prompt], condition: condition.name, group: group, first: first.name,
            firstGroup: groups[prompt])
        }
      }
    }
    return groups
  }
}
