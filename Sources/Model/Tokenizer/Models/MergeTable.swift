/// A hash table from pairs of token ids to what they merge into and how early that happens.
struct MergeTable: Sendable {
  /// `rank << 32 | id`, so that the smaller value merges first.
  typealias Merge = UInt64
  static let none: Merge = .max

  /// Keys and values take turns: a hit costs one cache line.
  private var slots: [UInt64]
  private let mask: Int
  private static let empty: UInt64 = .max

  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [UInt64](repeating: Self.empty, count: size * 2)
    mask = size - 1
  }

  /// Sets what `left` and `right` merge into; a pair listed twice keeps its last rank, as in the reference.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: Int, id: UInt32) {
    let key = UInt64(left) << 32 | UInt64(right)
    var slot = Self.slot(key) & mask
    while slots[2 * slot] != Self.empty && slots[2 * slot] != key { slot = (slot + 1) & mask }
    slots[2 * slot] = key
    slots[2 * slot + 1] = UInt64(rank) << 32 | UInt64(id)
  }

  @inline(__always)
  func find(_ left: UInt32, _ right: UInt32) -> Merge {
    let key = UInt64(left) << 32 | UInt64(right)
    var slot = Self.slot(key) & mask
    while true {
      let found = slots[2 * slot]
      if found == key { return slots[2 * slot + 1] }
      if found == Self.empty { return Self.none }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) }
}
