import MindstateProbes

extension TableReader {
  /// One sentence where the table has a column of values, and not one row has any.
  func emptiness(of name: String) -> String? {
    guard let column = ["value", "share", "distance", "s"].first(where: { columns[$0] != nil }) else { return nil }
    return EmptyTable.sentence(name, rows.map { (number($0, column) != nil, text($0, "reason")) })
  }
}
