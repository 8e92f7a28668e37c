import MindstateNumerics
import MindstateStore

extension Calibration {
  /// Measures of `probe`, through the request that the command makes. What a probe fitted on so many prompts can do is
  /// the mean over data sets, except that without signal it is known.
  static let probes: [CalibrationStudy] = [
    // Which side of a threshold a prompt falls on is partly its own affair even without signal: doubling what shares of
    // hits vary by is an upper bound.
    classes("nearest_centroid_without_signal", .nearestCentroid, signal: 0, [.accuracy, .balancedAccuracy, .auc]) {
      $0 == .auc ? .exact : .conservative
    },
    classes("nearest_centroid", .nearestCentroid, signal: 1, [.accuracy, .balancedAccuracy, .auc]),
    // Up to z₀, which is about where this signal lies, the dependence is taken as full: an upper bound.
    classes("nearest_centroid_wide", .nearestCentroid, signal: 1.5, width: 200, [.accuracy, .auc]) {
      $0 == .auc ? .exact : .conservative
    },
    classes("logistic_without_signal", .logistic, signal: 0, [.accuracy, .auc]),
    classes("logistic", .logistic, signal: 1, [.accuracy, .balancedAccuracy, .auc, .logLoss, .brier]),
    classes("ridge_weak_wide", .ridge, signal: 2, width: 200, penalties: [1e-3], [.accuracy, .auc]),
    classes("ridge_weak_wide_strong_signal", .ridge, signal: 3, width: 200, penalties: [1e-3], [.accuracy, .auc]),
    numbers("ridge_number", slope: 1, [.r2, .spearman, .mae]),
    numbers("ridge_number_without_signal", slope: 0, [.spearman]),
  ]

  /// Two classes, `signal` sds apart along one dimension.
  private static func classes(
    _ name: String, _ kind: ProbeKind, signal: Float, width: Int = 8, penalties: [Double]? = nil,
    _ measures: [ProbeMeasure], _ verdict: @escaping (ProbeMeasure) -> CalibrationRow.Verdict = { _ in .exact }
  ) -> CalibrationStudy {
    study(name, measures, signal == 0 ? [.accuracy: 0.5, .balancedAccuracy: 0.5, .auc: 0.5] : [:], verdict) {
      prompts, random in
      var states = Matrix(rows: prompts, columns: width, normal: 1, &random)
      for row in stride(from: 1, to: prompts, by: 2) { states[row, 0] += signal }
      let label = PromptLabel(name: "label", values: (0..<prompts).map { .string("\($0 % 2)") })
      var request = ProbeSweep([ConditionStates(simulated: "a", states, labels: [label])], targets: ["label"])
      request.probes = [kind]
      request.penalties = kind.hasPenalty ? penalties : nil
      return request
    }
  }

  /// A number that lies along one dimension, and as much noise as a slope of 1 leaves half of the variance to.
  private static func numbers(_ name: String, slope: Double, _ measures: [ProbeMeasure]) -> CalibrationStudy {
    study(name, measures) { prompts, random in
      let states = Matrix(rows: prompts, columns: 8, normal: 1, &random)
      let values = random.normals(prompts).enumerated().map { JSON.number(slope * Double(states[$0, 0]) + $1) }
      let label = PromptLabel(name: "label", values: values)
      return ProbeSweep([ConditionStates(simulated: "a", states, labels: [label])], targets: ["label"])
    }
  }

  private static func study(
    _ name: String, _ measures: [ProbeMeasure], _ known: [ProbeMeasure: Double] = [:],
    _ verdict: @escaping (ProbeMeasure) -> CalibrationRow.Verdict = { _ in .exact },
    _ request: @escaping @Sendable (_ prompts: Int, _ random: inout RandomStream) -> ProbeSweep
  ) -> CalibrationStudy {
    let statistics = measures.map { measure in
      CalibrationStudy.Statistic(
        name: "\(measure.rawValue) \(name)", measured: measure.rawValue,
        truth: known[measure].map { .known($0) } ?? .average, verdict: verdict(measure))
    }
    return CalibrationStudy(name: name, statistics: statistics) { _, prompts, random in
      var request = request(prompts, &random)
      request.measures = measures
      request.resamples = resamples
      request.seed = random.next()
      let rows = (try? request.run(workers: Workers(threads: 1)))?.rows ?? []
      return Dictionary(
        uniqueKeysWithValues: rows.map { ($0.measure.rawValue, CalibrationStudy.Finding($0.value, $0.interval)) })
    }
  }
}
