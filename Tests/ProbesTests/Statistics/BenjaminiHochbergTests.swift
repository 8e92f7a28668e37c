import MindstateProbes
import Testing

@Suite struct BenjaminiHochbergTests {
  @Test func agreesWithScipy() throws {
    let expected = try Expected.load(Expected.Statistics.self, "statistics").discovery
    for (index, q) in BenjaminiHochberg.adjusted(expected.p).enumerated() {
      #expect(isClose(q ?? .nan, expected.q[index], 1e-14), "at \(index)")
    }
  }

  @Test func rowsWithoutPDoNotCount() {
    #expect(BenjaminiHochberg.adjusted([0.01, nil, 0.04, nil]) == [0.02, nil, 0.04, nil])
    #expect(BenjaminiHochberg.adjusted([nil]) == [nil])
    #expect(BenjaminiHochberg.adjusted([]) == [])
  }
}
