/// A hash table from byte strings to token ids; keys lie one behind another in one array, so looking a piece of text up
/// makes no copy of it.
package struct TokenTable: Sendable {
  private var slots: [Int32]
  private var mask: Int
  private var keys: [UInt8] = []
  /// Entry i's key is `keys[starts[i]..<starts[i + 1]]`.
  private var starts: [Int] = [0]
  private var ids: [UInt32] = []

  /// - Parameter capacity: how many entries there is room for at first.
  package init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    mask = size - 1
    ids.reserveCapacity(capacity)
    starts.reserveCapacity(capacity + 1)
  }

  package var count: Int { ids.count }

  /// Adds `key` unless it is there; whether it was added.
  @discardableResult
  package mutating func insert(_ key: some Collection<UInt8>, _ id: UInt32) -> Bool {
    let key = Array(key)
    if self[key] != nil { return false }
    if ids.count * 2 >= slots.count { grow() }
    place(Int32(ids.count), hash: ByteHash.of(key, 0..<key.count))
    keys.append(contentsOf: key)
    starts.append(keys.count)
    ids.append(id)
    return true
  }

  /// The id of the token `key`; nil if it is not in the table.
  package subscript(key: [UInt8]) -> UInt32? { find(key, 0..<key.count) }

  /// The id of the token whose bytes are `text[range]`.
  @inline(__always)
  package func find(_ text: [UInt8], _ range: Range<Int>) -> UInt32? {
    find(text, range, hash: ByteHash.of(text, range))
  }

  func find(_ text: [UInt8], _ range: Range<Int>, hash: UInt64) -> UInt32? {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while case let entry = Int(slots[slot]), entry >= 0 {
      if matches(entry, text, range) { return ids[entry] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func matches(_ entry: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
    let start = starts[entry]
    if starts[entry + 1] - start != range.count { return false }
    for i in 0..<range.count where keys[start + i] != text[range.lowerBound + i] { return false }
    return true
  }

  private mutating func place(_ entry: Int32, hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    mask = slots.count - 1
    for entry in ids.indices { place(Int32(entry), hash: ByteHash.of(keys, starts[entry]..<starts[entry + 1])) }
  }
}

/// A quick hash of bytes (FNV-1a with a final mix); only ever compared within one process.
enum ByteHash {
  @inline(__always)
  static func of(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for i in range { hash = (hash ^ UInt64(bytes[i])) &* 0x100_0000_01B3 }
    return hash ^ hash >> 29
  }
}
