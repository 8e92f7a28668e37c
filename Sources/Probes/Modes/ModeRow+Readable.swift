extension ModeRow {
  /// The `fitAccuracy` from which on a probe of `modes` modes counts as telling them apart: half-way between chance,
  /// 1 / modes, and 1. Of two modes 0.75, of four 0.625.
  ///
  /// Below it the shares place nothing: a probe that confuses the conditions it was fitted on says little of another.
  /// The table keeps all shares; the report names such layers and draws nothing from them. It is a convention, declared
  /// beforehand, and no test: with many prompts an accuracy far below it is still above chance (`controlAccuracy`).
  public static func leastFitAccuracy(modes: Int) -> Double { (1 + 1 / Double(max(modes, 2))) / 2 }
}
