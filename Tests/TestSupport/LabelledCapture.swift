import MindstateNumerics
public import MindstateStore

extension Capture {
  /// 60 prompts with the labels `topic` (tea or tin) and `template` (0, 1, 2), read at `last`; in layer 1, and only there,
  /// the first of four dimensions tells the topics apart.
  public static func labelled(_ condition: String, seed: UInt64, labels: Bool = true) -> Capture {
    var random = RandomStream(seed: seed, name: "labelled capture")
    let n = 60
    var states = Matrix(rows: n, columns: 2 * 4)
    for row in 0..<n {
      for column in 0..<8 { states[row, column] = Float(random.uniform()) }
      states[row, 4] += row % 2 == 1 ? 2 : 0
    }
    let prompts = (0..<n).map { index in
      CapturedPrompt(
        id: "p\(index)",
        labels: labels
          ? [("topic", .string(index % 2 == 1 ? "tea" : "tin")), ("template", .integer(index % 6 / 2))] : [])
    }
    let reading = Reading(
      position: "last", sites: [SiteStates(site: "resid", layers: [0, 1], states: states)],
      tokenIDs: [Int](repeating: 198, count: n), tokenPositions: [Int](repeating: 9, count: n))
    return Capture(condition: condition, prompts: prompts, readings: [reading])
  }
}
