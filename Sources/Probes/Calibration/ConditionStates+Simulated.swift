import MindstateNumerics

extension ConditionStates {
  /// A capture that was never a file: one token a prompt, read at one place.
  init(simulated name: String, _ states: Matrix, labels: [PromptLabel] = []) {
    let prompts = states.rows
    let ones = [Int](repeating: 1, count: prompts)
    let reading = ReadingLayout(
      position: "last", sites: [SiteLayout(site: "resid", layers: [0], width: states.columns)], rows: .token,
      tokenIDs: ones, tokenPositions: ones)
    self.init(
      label: name, condition: name, promptIDs: (0..<prompts).map(String.init),
      groups: [String?](repeating: nil, count: prompts), readings: [reading]
    ) { _, _, _ in states }
    self.labels = labels
  }
}
