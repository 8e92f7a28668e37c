import MindstateNumerics
import MindstateProbes
import Testing

/// The short form of `make calibrate`.
@Suite struct CalibrationTests {
  @Test func ratesAreAsPromised() {
    var calibration = Calibration(seeds: [1])
    calibration.prompts = [200]
    calibration.datasets = 200
    let rows = calibration.rows()
    #expect(rows.count >= 10 && rows.allSatisfy { $0.isJudged })
    for row in rows {
      // 200 data sets leave a standard error of 0.0154.
      let range = row.wanted.lowerBound - 0.03...row.wanted.upperBound + 0.03
      #expect(range.contains(row.value), "\(row)")
    }
  }

  @Test func theSameSeedGivesTheSameRates() {
    var calibration = Calibration(seeds: [7])
    calibration.prompts = [20]
    calibration.datasets = 20
    #expect(calibration.rows(workers: Workers(threads: 1)) == calibration.rows(workers: Workers(threads: 3)))
    #expect(calibration.rows().allSatisfy { !$0.isJudged && $0.isRight })
  }
}
