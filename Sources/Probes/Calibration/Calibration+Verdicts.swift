import MindstateNumerics

extension Calibration {
  /// s lies exactly on the margin, so each verdict but *undecided* is an error; or X is itself one of the controls.
  static let verdicts = [
    Check(procedure: "verdict_same", rate: .falsePositives) { prompts, random in
      judged(prompts, layers: 1, s: 0.25, &random).layers.contains { ($0.high ?? 1) < 0.25 }
    },
    Check(procedure: "verdict_different", rate: .falsePositives) { prompts, random in
      judged(prompts, layers: 1, s: 0.25, &random).layers.contains { ($0.low ?? 0) > 0.25 }
    },
    Check(procedure: "verdict_same_any_of_6_layers", rate: .falsePositives) { prompts, random in
      judged(prompts, layers: 6, s: 0.25, &random).layers.contains { ($0.high ?? 1) < 0.25 }
    },
    Check(procedure: "verdict_different_any_of_6_layers", rate: .falsePositives) { prompts, random in
      judged(prompts, layers: 6, s: 0.25, &random).layers.contains { ($0.low ?? 0) > 0.25 }
    },
    Check(procedure: "s_upper_bound", rate: .coverage) { prompts, random in
      (judged(prompts, layers: 1, s: 1, &random).layers[0].high ?? 2) >= 1
    },
    Check(procedure: "s_lower_bound", rate: .coverage) { prompts, random in
      (judged(prompts, layers: 1, s: 0, &random).layers[0].low ?? -1) <= 0
    },
    Check(procedure: "verdict_different_of_a_paraphrase", rate: .falsePositives, verdict: .conservative) {
      prompts, random in
      control(prompts, .paraphrase, &random) == .different
    },
    Check(procedure: "verdict_same_of_an_irrelevant_wrapper", rate: .falsePositives, verdict: .conservative) {
      prompts, random in
      control(prompts, .irrelevant, &random) == .same
    },
  ]

  /// The verdict on one more control, where those of the two kinds overlap. It is *undecided* more often than not.
  private static func control(_ prompts: Int, _ x: PlantedDistances.X, _ random: inout RandomStream) -> Verdict {
    var planted = PlantedDistances()
    planted.prompts = prompts
    (planted.far, planted.wrapperSpread, planted.x) = (0.2, 0.35, x)
    return VerdictRule().verdicts(planted.drawn(&random), clusters: Clusters(independent: prompts), random: &random)
      .layers[0].verdict
  }

  private static func judged(_ prompts: Int, layers: Int, s: Double, _ random: inout RandomStream) -> PairVerdict {
    var planted = PlantedDistances()
    planted.prompts = prompts
    planted.layers = layers
    planted.s = s
    var rule = VerdictRule()
    rule.draws = 2000
    return rule.verdicts(planted.drawn(&random), clusters: Clusters(independent: prompts), random: &random)
  }
}
