import MindstateNumerics

extension Calibration {
  /// Statistics of pairs of prompts.
  static let geometry = [
    Check(procedure: "cka_debiased_jackknife", rate: .coverage) { prompts, random in
      // a = z + e, b = z + f, all of covariance 1: ‖Σab‖² / ‖Σaa‖‖Σbb‖ = d / (2√d)² = 1/4 at any width d.
      ckaInterval(prompts, common: true, &random)?.contains(0.25) ?? false
    },
    // The jackknife of a degenerate U-statistic is too wide by theory: its variance is about twice the true one.
    Check(procedure: "cka_debiased_jackknife_of_independent_data", rate: .coverage, verdict: .conservative) {
      prompts, random in
      ckaInterval(prompts, common: false, &random)?.contains(0) ?? false
    },
    Check(procedure: "mmd_label_swap", rate: .falsePositives) { prompts, random in
      let states = (0..<2).map { _ in Matrix(rows: prompts, columns: 6, normal: 1, &random) }
      let discrepancy = try? PairedDiscrepancy(
        states[0], states[1], .mmd, centre: [Double](repeating: 0, count: 6),
        clusters: Clusters(independent: prompts))
      return (discrepancy?.estimate(draws: 199, random: &random).null?.p ?? 1) <= 0.05
    },
  ]

  private static func ckaInterval(
    _ prompts: Int, common: Bool, _ random: inout RandomStream
  ) -> ClosedRange<Double>? {
    let shared = Matrix(rows: prompts, columns: 6, normal: common ? 1 : 0, &random)
    let states = (0..<2).map { _ in
      let own = Matrix(rows: prompts, columns: 6, normal: 1, &random)
      return Matrix(rows: prompts, columns: 6, zip(shared.elements, own.elements).map { $0 + $1 })
    }
    let clusters = Clusters(independent: prompts)
    let groups = DeletedGroups(clusters, atMost: prompts, random: &random)
    return try? GramPair(states[0], states[1], groups: groups).estimate(of: .cka, clusters: clusters).interval
  }
}
