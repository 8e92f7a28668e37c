import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Calibration {
  /// Means of per-prompt distances, and their null.
  static let distances = [
    Check(procedure: "mean_distance_bca", rate: .coverage) { prompts, random in
      // Positive and skewed, as distances are; two prompts a cluster share half their variance.
      let levels = random.normals(prompts / 2)
      let values = random.normals(prompts).enumerated().map { prompt, own in
        exp(0.4 * (levels[prompt / 2] + own) / 2.0.squareRoot())
      }
      let clusters = Clusters(groups: (0..<prompts).map { "\($0 / 2)" })
      return ClusterBootstrap(resamples: 1000).interval(of: values, in: clusters, random: &random)?
        .contains(exp(0.08)) ?? false
    },
    Check(procedure: "re_pairing", rate: .falsePositives) { prompts, random in
      let states = (0..<2).map { _ in
        Matrix(rows: prompts, columns: 8, normal: 1, &random)
      }
      guard let cosines = try? CosineTable(states[0], states[1]) else { return false }
      let null = RePairing(draws: 199).null(of: CosineDistance.table(cosines), random: &random)
      return (null?.p ?? 1) <= 0.05
    },
  ]
}
