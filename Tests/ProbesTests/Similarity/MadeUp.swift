import MindstateNumerics
import MindstateProbes

/// Captures in memory.
enum MadeUp {
  /// `states[layer]` is [prompts, width]; every prompt is read at one token.
  static func condition(
    _ name: String, _ layers: [Matrix], ids: [String]? = nil, groups: [String?]? = nil, tokens: [Int]? = nil,
    site: String = "resid", position: String = "last"
  ) -> ConditionStates {
    let n = layers[0].rows
    let reading = ReadingLayout(
      position: position, sites: [SiteLayout(site: site, layers: Array(layers.indices), width: layers[0].columns)],
      rows: .token, tokenIDs: tokens ?? [Int](repeating: 198, count: n),
      tokenPositions: [Int](repeating: 9, count: n))
    return ConditionStates(
      label: "\(name).safetensors", condition: name, promptIDs: ids ?? (0..<n).map { "p\($0)" },
      groups: groups ?? [String?](repeating: nil, count: n), readings: [reading]
    ) { _, _, layer in layers[layer] }
  }

  static func ragged(
    _ name: String, _ states: Matrix, offsets: [Int], tokens: [Int]?, position: String = "all"
  ) -> ConditionStates {
    let reading = ReadingLayout(
      position: position, sites: [SiteLayout(site: "resid", layers: [4], width: states.columns)],
      rows: .ragged(offsets: offsets), tokenIDs: tokens, tokenPositions: nil)
    return ConditionStates(
      label: "\(name).safetensors", condition: name, promptIDs: (0..<offsets.count - 1).map { "p\($0)" },
      groups: [String?](repeating: nil, count: offsets.count - 1), readings: [reading]
    ) { _, _, _ in states }
  }

  /// Two related conditions of `layers` layers.
  static func pair(
    prompts: Int, width: Int, layers: Int, seed: UInt64 = 1, shift: Float = 0.7
  ) -> (a: ConditionStates, b: ConditionStates) {
    var random = RandomStream(seed: seed, name: "made up")
    let a = (0..<layers).map { _ in random.matrix(prompts, width) }
    let b = a.map { own in
      let noise = random.matrix(prompts, width)
      return Matrix(
        rows: prompts, columns: width, zip(own.elements, noise.elements).map { $0 + shift * $1 })
    }
    return (condition("base-bare", a), condition("base-qa", b))
  }
}

extension SimilarityTable {
  func row(_ metric: Metric, layer: Int = 0, role: Role = .pair) -> SimilarityRow? {
    rows.first { $0.metric == metric && $0.layer == layer && $0.role == role }
  }
}

extension Comparison {
  /// With the metrics that are means of paired values only.
  init(paired captures: [ConditionStates]) {
    self.init(captures)
    metrics = Metric.paired
  }
}
