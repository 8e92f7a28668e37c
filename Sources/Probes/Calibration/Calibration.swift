public import MindstateNumerics

/// Simulates data with known truth and counts errors: do p-values and intervals mean what they say?
public struct Calibration: Sendable {
  /// At this many prompts rates must lie in their range.
  public static let judgedPrompts = 200

  public var seeds: [UInt64]
  public var prompts = [20, 50, 200]
  /// Data sets of each rate: 2,000 leave a standard error of 0.005.
  public var datasets = 2000
  /// What is counted: procedures, or statistics of a study, with one of these in their name; nil: all.
  public var only: [String]?

  public init(seeds: [UInt64]) { self.seeds = seeds }

  /// One rate of one procedure: whether it happened in one data set.
  struct Check: Sendable {
    var procedure: String
    var rate: CalibrationRow.Rate
    var verdict = CalibrationRow.Verdict.exact
    var happened: @Sendable (_ prompts: Int, _ random: inout RandomStream) -> Bool
  }

  static let checks: [Check] = distances + verdicts + contrasts + geometry
  static let studies: [CalibrationStudy] = similarity + probes + modes
  /// Draws of a bootstrap, and of a null that is drawn along.
  static let resamples = 1000

  /// Every rate, by seed and number of prompts. The number of threads changes nothing.
  public func rows(
    workers: Workers = Workers(), progress: @Sendable (CalibrationRow) -> Void = { _ in }
  ) -> [CalibrationRow] {
    var rows: [CalibrationRow] = []
    for seed in seeds {
      for check in Self.checks where isWanted(check.procedure) {
        for prompts in prompts {
          let row = row(check, seed: seed, prompts: prompts, workers)
          progress(row)
          rows.append(row)
        }
      }
      for study in Self.studies.map({ $0.restricted(to: isWanted) }) where !study.statistics.isEmpty {
        for prompts in prompts {
          let found = study.rows(seed: seed, prompts: prompts, datasets: datasets, workers)
          found.forEach(progress)
          rows += found
        }
      }
    }
    return rows
  }

  private func isWanted(_ name: String) -> Bool { only?.contains(where: name.contains) ?? true }

  private func row(_ check: Check, seed: UInt64, prompts: Int, _ workers: Workers) -> CalibrationRow {
    let hits = workers.results(datasets) { data in
      let name = "calibrate \(check.procedure) \(check.rate.rawValue) \(prompts) \(data)"
      var random = RandomStream(seed: seed, name: name)
      return check.happened(prompts, &random)
    }
    return CalibrationRow(
      procedure: check.procedure, rate: check.rate, seed: seed, prompts: prompts,
      value: Double(hits.count { $0 }) / Double(datasets), datasets: datasets,
      verdict: check.verdict)
  }
}
