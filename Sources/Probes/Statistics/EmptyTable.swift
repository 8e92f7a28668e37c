/// What is said of a table in which no row has a value: it is written like any other and would pass for a result.
public enum EmptyTable {
  /// One sentence with the reasons, the most frequent first; nil where a row has a value, or there is none.
  public static func sentence(_ name: String, _ rows: [(hasValue: Bool, reason: String?)]) -> String? {
    if rows.isEmpty || rows.contains(where: \.hasValue) { return nil }
    var counts: [(reason: String, rows: Int)] = []
    for row in rows {
      let reason = row.reason ?? "no reason"
      if let index = counts.firstIndex(where: { $0.reason == reason }) {
        counts[index].rows += 1
      } else {
        counts.append((reason, 1))
      }
    }
    let words = counts.sorted { $0.rows > $1.rows }.prefix(3).map { "\($0.reason) (\($0.rows))" }
    return "\(name): none of \(rows.count) rows has a value: \(words.joined(separator: ", "))."
  }
}

extension ProbeTable {
  /// A sentence for each label of which nothing could be read at all.
  public var emptiness: [String] {
    var names: [String] = []
    for row in rows where !names.contains(row.target) { names.append(row.target) }
    return names.compactMap { name in
      EmptyTable.sentence(name, rows.filter { $0.target == name }.map { ($0.value != nil, $0.reason?.rawValue) })
    }
  }
}

extension SimilarityTable {
  /// A sentence where no row has a value.
  public var emptiness: [String] { EmptyTable.sentences("similarity", rows.map(\.estimate)) }
}

extension ModeTable {
  /// A sentence where no row has a value.
  public var emptiness: [String] { EmptyTable.sentences("modes", rows.map(\.share)) }
}

extension TrajectoryTable {
  /// A sentence where no row has a value.
  public var emptiness: [String] { EmptyTable.sentences("trajectory", rows.map(\.distance)) }
}

extension EmptyTable {
  fileprivate static func sentences(_ name: String, _ estimates: [Estimate]) -> [String] {
    [sentence(name, estimates.map { ($0.value != nil, $0.reason?.rawValue) })].compactMap(\.self)
  }
}
