extension ReadingLayout {
  /// What contradicts itself in this reading of `prompts` prompts; nil: nothing. Files are checked when they are
  /// opened, captures made in memory are not.
  func contradiction(prompts: Int) -> String? {
    var tokens: Int? = prompts
    if case .average(let offsets) = rows { tokens = offsets?.last }
    if case .ragged(let offsets) = rows { tokens = offsets.last }
    if let offsets, offsets.count != prompts + 1 || offsets.first != 0 || offsets != offsets.sorted() {
      return "offsets must be \(prompts + 1) ascending numbers from 0"
    }
    for (name, values) in [("token ids", tokenIDs), ("token positions", tokenPositions)] {
      guard let values, let tokens, values.count != tokens else { continue }
      return "there are \(values.count) \(name) for \(tokens) tokens"
    }
    if let site = sites.first(where: { $0.layers.isEmpty }) { return "site \(site.site) has no layers" }
    return nil
  }

  /// How many rows of states there are.
  func rowCount(prompts: Int) -> Int {
    if case .ragged(let offsets) = rows { return offsets.last ?? 0 }
    return prompts
  }

  private var offsets: [Int]? {
    switch rows {
    case .token: nil
    case .average(let offsets): offsets
    case .ragged(let offsets): offsets
    }
  }
}
