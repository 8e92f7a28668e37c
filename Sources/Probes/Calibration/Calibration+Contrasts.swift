import MindstateNumerics

extension Calibration {
  /// Y is one more irrelevant wrapper: the displacements agree by what they share with the reference, no more.
  static let contrasts =
    [
      Check(procedure: "contrast_displacement_cosine_specific", rate: .falsePositives) { prompts, random in
        (contrast(prompts, &random, DisplacementAgreement.specific)?.p ?? 1) <= 0.05
      },
      Check(procedure: "contrast_displacement_cosine_mean", rate: .falsePositives) { prompts, random in
        let independent = Clusters(independent: prompts)
        let contrast = contrast(prompts, &random) { x, w throws(Reason) in
          try DisplacementAgreement.mean(x, w, clusters: independent)
        }
        return (contrast?.p ?? 1) <= 0.05
      },
    ]

  private static func contrast(
    _ prompts: Int, _ random: inout RandomStream,
    _ agreement: (DoubleMatrix, DoubleMatrix) throws(Reason) -> [Double]
  ) -> WrapperContrast? {
    var planted = PlantedStates()
    planted.prompts = prompts
    let drawn = planted.drawn(&random)
    var lists: [[Double]] = []
    for wrapper in drawn.wrappers {
      guard let values = try? agreement(drawn.tuned, wrapper) else { return nil }
      lists.append(values)
    }
    return WrapperContrast(
      pair: lists[0], controls: Array(lists.dropFirst()), clusters: Clusters(independent: prompts))
  }
}
