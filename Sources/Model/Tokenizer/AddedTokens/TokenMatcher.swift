/// Finds the leftmost and there the longest of a set of byte strings, matches not overlapping: a trie whose nodes hold
/// their children as a list.
struct TokenMatcher: Sendable {
  private struct Node {
    var byte: UInt8
    /// The id of the string that ends here; -1 for none.
    var id: Int64 = -1
    var firstChild: Int32 = -1
    var nextSibling: Int32 = -1
  }

  private var nodes = [Node(byte: 0)]
  /// The node of each first byte; -1 for none.
  private var roots = [Int32](repeating: -1, count: 256)

  var isEmpty: Bool { nodes.count == 1 }

  /// Adds `text`; false if it is empty or there already.
  mutating func insert(_ text: [UInt8], _ id: UInt32) -> Bool {
    if text.isEmpty { return false }
    var node = 0
    for byte in text { node = child(of: node, byte) ?? addChild(to: node, byte) }
    if nodes[node].id >= 0 { return false }
    nodes[node].id = Int64(id)
    return true
  }

  private mutating func addChild(to parent: Int, _ byte: UInt8) -> Int {
    let place = nodes.count
    nodes.append(Node(byte: byte, nextSibling: nodes[parent].firstChild))
    nodes[parent].firstChild = Int32(place)
    if parent == 0 { roots[Int(byte)] = Int32(place) }
    return place
  }

  @inline(__always)
  private func child(of parent: Int, _ byte: UInt8) -> Int? {
    if parent == 0 { return roots[Int(byte)] < 0 ? nil : Int(roots[Int(byte)]) }
    var node = nodes[parent].firstChild
    while node >= 0 && nodes[Int(node)].byte != byte { node = nodes[Int(node)].nextSibling }
    return node < 0 ? nil : Int(node)
  }

  /// Calls `body` with start, end and id of every match.
  func forEachMatch(in bytes: [UInt8], _ range: Range<Int>, _ body: (Int, Int, UInt32) -> Void) {
    if isEmpty { return }
    var position = range.lowerBound
    while position < range.upperBound {
      if roots[Int(bytes[position])] < 0 {
        position += 1
        continue
      }
      if let (end, id) = longest(bytes, position, range.upperBound) {
        body(position, end, id)
        position = end
      } else {
        position += 1
      }
    }
  }

  private func longest(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (Int, UInt32)? {
    var node = 0
    var found: (Int, UInt32)?
    var position = start
    while position < end, let next = child(of: node, bytes[position]) {
      node = next
      position += 1
      if nodes[node].id >= 0 { found = (position, UInt32(nodes[node].id)) }
    }
    return found
  }
}
