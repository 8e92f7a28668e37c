/// The keys of one object while it is parsed: compared one by one while they are few, hashed when they are a
/// vocabulary. `Set<UTF8Key>` would do the same at five times the cost, most of the time of reading a tokenizer.
struct KeySet {
  private static let few = 8
  /// Differs from run to run, so that no file can be made whose keys all collide.
  private static let seed = UInt64(truncatingIfNeeded: Hasher().finalize())

  private var hashes: [UInt64] = []
  /// Open addressing: index of a member plus one, 0 where free; its size is a power of two, at least twice the keys.
  private var table: [Int32] = []

  /// False when `key` is among `members` already.
  mutating func insert(_ key: String, after members: [(key: String, value: JSON)]) -> Bool {
    if members.count < Self.few { return !members.contains { Self.same($0.key, key) } }
    if members.count * 2 >= table.count { grow(to: members) }
    let hash = Self.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while table[slot] != 0 {
      let other = Int(table[slot]) - 1
      if hashes[other] == hash, Self.same(members[other].key, key) { return false }
      slot = (slot + 1) & (table.count - 1)
    }
    table[slot] = Int32(members.count + 1)
    hashes.append(hash)
    return true
  }

  private mutating func grow(to members: [(key: String, value: JSON)]) {
    for member in members[hashes.count...] { hashes.append(Self.hash(member.key)) }
    table = Array(repeating: 0, count: max(64, table.count * 4))
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
      while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = Int32(index + 1)
    }
  }

  private static func same(_ a: String, _ b: String) -> Bool {
    a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
  }

  /// A multiply and fold for each byte, with the finish of MurmurHash3, whose low bits depend on all of it.
  private static func hash(_ key: String) -> UInt64 {
    var hash = seed
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 32 }
    hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
    return hash ^ hash >> 33
  }
}
