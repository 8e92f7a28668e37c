import MindstateNumerics

extension Calibration {
  /// s lies exactly on the margin: each verdict but *undecided* is an error.
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
  ]

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
