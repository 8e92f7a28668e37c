import MindstateNumerics

/// Intervals of many statistics of the same simulated data sets.
struct CalibrationStudy: Sendable {
  /// What a 95 % interval is to hold.
  enum Truth: Sendable {
    /// The value of all prompts that could be drawn, by a formula.
    case known(Double)
    /// The mean of the value over the data sets: what the procedure gives on average at this number of prompts. For
    /// statistics that mean something else at each number of prompts, so are compared at equal ones; and for those
    /// without bias, of which that mean is the value of all prompts.
    case average
  }

  struct Statistic: Sendable {
    /// The procedure, as it is reported.
    var name: String
    /// The metric or measure, as in tables.
    var measured: String
    var truth: Truth
    var verdict = CalibrationRow.Verdict.exact
  }

  /// What was found in one data set.
  struct Finding: Sendable {
    var value: Double?
    var interval: ClosedRange<Double>?

    init(_ value: Double?, _ interval: ClosedRange<Double>?) {
      self.value = value
      self.interval = interval
    }
  }

  /// What data sets are named by.
  var name: String
  var statistics: [Statistic]
  /// In one data set, by `measured`.
  var findings: @Sendable (_ measured: [String], _ prompts: Int, _ random: inout RandomStream) -> [String: Finding]

  func restricted(to isWanted: (String) -> Bool) -> CalibrationStudy {
    var study = self
    study.statistics = statistics.filter { isWanted($0.name) }
    return study
  }

  /// A row for each statistic. Data sets without interval are counted apart.
  func rows(seed: UInt64, prompts: Int, datasets: Int, _ workers: Workers) -> [CalibrationRow] {
    let measured = statistics.map(\.measured)
    let all = workers.results(datasets) { data in
      var random = RandomStream(seed: seed, name: "calibrate \(name) \(prompts) \(data)")
      return findings(measured, prompts, &random)
    }
    return statistics.map { statistic in
      row(statistic, all.map { $0[statistic.measured] ?? Finding(nil, nil) }, seed: seed, prompts: prompts)
    }
  }

  private func row(
    _ statistic: Statistic, _ findings: [Finding], seed: UInt64, prompts: Int
  ) -> CalibrationRow {
    let mean = findings.compactMap(\.value).mean
    let truth =
      switch statistic.truth {
      case .known(let value): value
      case .average: mean
      }
    let intervals = findings.compactMap(\.interval)
    let (above, below) = (intervals.count { $0.lowerBound > truth }, intervals.count { $0.upperBound < truth })
    let count = Double(intervals.count)
    var row = CalibrationRow(
      procedure: statistic.name, rate: .coverage, seed: seed, prompts: prompts,
      value: Double(intervals.count - above - below) / count, datasets: findings.count,
      verdict: statistic.verdict)
    row.intervals = CalibrationRow.Intervals(
      truth: truth, meanValue: mean, above: Double(above) / count, below: Double(below) / count,
      meanWidth: intervals.map { $0.upperBound - $0.lowerBound }.mean, missing: findings.count - intervals.count)
    return row
  }
}
