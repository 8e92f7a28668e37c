/// The one of `names` that `name` is probably a slip of: at most a third of its letters changed; nil where none is.
package func nearestName(to name: String, in names: [String]) -> String? {
  let limit = max(1, name.utf8.count / 3)
  let distances = names.map { (name: $0, distance: editDistance(Array(name.utf8), Array($0.utf8))) }
  guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
  return best.name
}

/// Insertions, deletions and replacements that make `b` of `a`; the case of a letter does not count.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let replaced = diagonal + (lowercased(x) == lowercased(y) ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, min(row[j], diagonal) + 1)
    }
  }
  return row[b.count]
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
