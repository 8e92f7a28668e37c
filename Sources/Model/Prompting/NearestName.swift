/// The one of `names` that `name` is probably a slip of: at most a third of its letters changed; nil where none is.
package func nearestName(to name: String, in names: [String]) -> String? {
  let limit = max(1, name.utf8.count / 3)
  let distances = names.map { (name: $0, distance: editDistance(Array(name.utf8), Array($0.utf8))) }
  guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
  return best.name
}

/// Insertions, deletions, replacements and swaps of neighbors that make `b` of `a`; the case of a letter does not count.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  let (a, b) = (a.map(lowercased), b.map(lowercased))
  var (older, old) = ([Int](), Array(0...b.count))
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var distance = min(old[j] + (a[i] == b[j] ? 0 : 1), min(old[j + 1], row[j]) + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, older[j - 1] + 1) }
      row.append(distance)
    }
    (older, old) = (old, row)
  }
  return old[b.count]
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
