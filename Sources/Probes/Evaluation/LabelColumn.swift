import MindstateStore

/// One label over the prompts of a plan, as the captures that have it agree on.
struct LabelColumn: Sendable {
  let name: String
  /// nil for a prompt without it.
  let values: [JSON?]

  /// - Throws: where no capture has the label, or two differ on a prompt.
  init(_ name: String, of plan: ComparisonPlan) throws(ProbeSweepError) {
    var values = [JSON?](repeating: nil, count: plan.promptIDs.count)
    var sources = [String?](repeating: nil, count: values.count)
    var isKnown = false
    for condition in plan.conditions {
      guard let label = condition.states.labels.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        continue
      }
      guard label.values.count == values.count else {
        throw .labelCount(name, condition: condition.name, values: label.values.count, prompts: values.count)
      }
      isKnown = true
      for (prompt, place) in condition.order.enumerated() where !label.values[place].isNull {
        if let known = values[prompt], known != label.values[place] {
          throw .labelsDiffer(
            name, prompt: plan.promptIDs[prompt], condition: condition.name, value: label.values[place].serialized(),
            first: sources[prompt] ?? "", firstValue: known.serialized())
        }
        values[prompt] = label.values[place]
        sources[prompt] = condition.name
      }
    }
    if !isKnown { throw .noSuchLabel(name, known: Self.names(in: plan)) }
    self.name = name
    self.values = values
  }

  private static func names(in plan: ComparisonPlan) -> [String] {
    var names: [String] = []
    for label in plan.conditions.flatMap(\.states.labels) where !names.contains(label.name) { names.append(label.name) }
    return names
  }
}
