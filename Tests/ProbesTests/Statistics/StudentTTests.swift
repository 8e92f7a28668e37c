import Foundation
import MindstateProbes
import MindstateTestSupport
import Testing

@Suite struct StudentTTests {
  private struct Table: Decodable {
    var tails: [[Double]]
    var quantiles: [[Double]]
  }

  private func table() throws -> Table {
    let path = Fixture.path("probes/verdict/student_t.json")
    return try JSONDecoder().decode(Table.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func tailsAgreeWithScipy() throws {
    for row in try table().tails {
      let own = StudentT.upperTail(row[1], degreesOfFreedom: row[0])
      #expect(isClose(own, row[2], 1e-9, floor: 1e-290), "\(row) \(own)")
      #expect(isClose(StudentT.upperTail(-row[1], degreesOfFreedom: row[0]), 1 - row[2], 1e-9))
      #expect(isClose(StudentT.twoSided(-row[1], degreesOfFreedom: row[0]), 2 * row[2], 1e-9, floor: 1e-290))
    }
  }

  @Test func quantilesAgreeWithScipy() throws {
    for row in try table().quantiles {
      let own = StudentT.quantile(upperTail: row[1], degreesOfFreedom: row[0])
      #expect(isClose(own, row[2], 1e-9, floor: 1e-6), "\(row) \(own)")
    }
  }

  @Test func limitsAreThoseOfTheNormalDistribution() {
    let normal = NormalDistribution.quantile(0.95)
    #expect(isClose(StudentT.quantile(upperTail: 0.05, degreesOfFreedom: .infinity), normal, 1e-14))
    #expect(StudentT.quantile(upperTail: 0, degreesOfFreedom: 3) == .infinity)
    #expect(StudentT.quantile(upperTail: 1, degreesOfFreedom: 3) == -.infinity)
    #expect(StudentT.quantile(upperTail: 0.5, degreesOfFreedom: 3) == 0)
    #expect(StudentT.quantile(upperTail: 0.1, degreesOfFreedom: 0).isNaN)
    #expect(StudentT.quantile(upperTail: 2, degreesOfFreedom: 3).isNaN)
  }
}
