/// Control of the false discovery rate over one family of tests (Benjamini & Hochberg 1995).
public enum BenjaminiHochberg {
  /// q for each p: the smallest rate at which it would be among the discoveries. Entries without p have no q and do
  /// not count as tests. Valid for independent and positively dependent tests, as neighbouring layers are.
  public static func adjusted(_ p: [Double?]) -> [Double?] {
    let tests = p.enumerated().compactMap { entry in entry.element.map { (index: entry.offset, p: $0) } }
    let ascending = tests.sorted { $0.p < $1.p }
    var q = [Double?](repeating: nil, count: p.count)
    var smallest = 1.0
    for (rank, test) in ascending.enumerated().reversed() {
      smallest = min(smallest, test.p * Double(tests.count) / Double(rank + 1))
      q[test.index] = smallest
    }
    return q
  }
}
