import MindstateNumerics
import MindstateProbes
import Testing

/// The short form of `make calibrate`.
@Suite struct CalibrationTests {
  @Test func ratesAreAsPromised() {
    var calibration = Calibration(seeds: [1])
    calibration.prompts = [200]
    calibration.datasets = 200
    calibration.only = ["distance_bca", "re_pairing", "verdict", "bound", "contrast", "cka", "swap"]
    let rows = calibration.rows()
    #expect(rows.count >= 10 && rows.allSatisfy { $0.isJudged })
    for row in rows {
      // 200 data sets leave a standard error of 0.0154.
      let range = row.wanted.lowerBound - 0.03...row.wanted.upperBound + 0.03
      #expect(range.contains(row.value), "\(row)")
    }
  }

  /// Intervals of metrics and of probe measures, on fewer data sets since each costs more.
  @Test func intervalsHoldWhatWasPlanted() {
    var calibration = Calibration(seeds: [1])
    calibration.prompts = [200]
    calibration.datasets = 40
    calibration.only = [" apart", " alike", " gapless", " nearest_centroid", " logistic", " ridge"]
    let rows = calibration.rows()
    #expect(rows.count >= 70 && rows.allSatisfy { $0.intervals?.missing == 0 })
    for row in rows where row.isJudged {
      // 40 data sets leave a standard error of 0.034, and of many rows one is far off.
      #expect(row.value >= row.wanted.lowerBound - 0.13, "\(row)")
    }
  }

  @Test func severalSeedsAreJudgedByTheirMean() {
    func row(_ seed: UInt64, _ value: Double, _ prompts: Int = 200) -> CalibrationRow {
      CalibrationRow(procedure: "p", rate: .coverage, seed: seed, prompts: prompts, value: value, datasets: 100)
    }
    let rows = [row(1, 0.92), row(1, 0.5, 20), row(2, 0.95), row(2, 0.7, 20)].overSeeds
    #expect(rows.count == 2 && rows.allSatisfy { $0.seed == nil && $0.datasets == 200 && $0.isRight })
    #expect(isClose(rows[0].value, 0.935, 1e-12) && isClose(rows[1].value, 0.6, 1e-12))
    #expect([row(1, 0.9), row(2, 0.94)].overSeeds.contains { !$0.isRight })
  }

  @Test func theSameSeedGivesTheSameRates() {
    var calibration = Calibration(seeds: [7])
    calibration.prompts = [20]
    calibration.datasets = 10
    #expect(calibration.rows(workers: Workers(threads: 1)) == calibration.rows(workers: Workers(threads: 3)))
    #expect(calibration.rows().allSatisfy { !$0.isJudged && $0.isRight })
  }
}
