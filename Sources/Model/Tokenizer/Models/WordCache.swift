import Synchronization

/// What an encoding works with: the word being merged, and the pieces seen before.
struct BPEMemory {
  var word = BPEWord()
  var cache = WordCache()
}

/// Pieces seen before and their tokens: most of a text is words that have already come up. It stops taking in new ones
/// when full; what is in it never changes a result.
struct WordCache {
  private struct Entry {
    var hash: UInt64
    var start: Int32
    var count: UInt16
    var tokenCount: UInt16
    var firstToken: Int32
  }

  private var slots: [Int32] = []
  private var entries: [Entry] = []
  private var keys: [UInt8] = []
  private var ids: [UInt32] = []
  /// Where each token ends within its piece.
  private var ends: [UInt8] = []
  private var starts: [UInt8] = []

  private static let size = 1 << 17
  private static let mostEntries = 1 << 16

  /// Appends the tokens of `range` if it has been seen before.
  func append(_ bytes: [UInt8], _ range: Range<Int>, hash: UInt64, to output: inout TokenList) -> Bool {
    if slots.isEmpty { return false }
    var slot = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    while case let place = Int(slots[slot]), place >= 0 {
      let entry = entries[place]
      if entry.hash == hash && matches(entry, bytes, range) {
        let first = Int(entry.firstToken)
        for i in first..<(first + Int(entry.tokenCount)) {
          output.append(ids[i], range.lowerBound + Int(starts[i]), range.lowerBound + Int(ends[i]))
        }
        return true
      }
      slot = (slot + 1) & (Self.size - 1)
    }
    return false
  }

  private func matches(_ entry: Entry, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if Int(entry.count) != range.count { return false }
    let start = Int(entry.start)
    for i in 0..<range.count where keys[start + i] != bytes[range.lowerBound + i] { return false }
    return true
  }

  /// Remembers the tokens of `range`, which must be at most 255 bytes.
  mutating func insert(_ bytes: [UInt8], _ range: Range<Int>, hash: UInt64, _ word: BPEWord) {
    if entries.count >= Self.mostEntries { return }
    if slots.isEmpty { slots = [Int32](repeating: -1, count: Self.size) }
    var slot = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (Self.size - 1) }
    slots[slot] = Int32(entries.count)
    entries.append(
      Entry(
        hash: hash, start: Int32(keys.count), count: UInt16(range.count), tokenCount: UInt16(word.ids.count),
        firstToken: Int32(ids.count)))
    keys.append(contentsOf: bytes[range])
    ids.append(contentsOf: word.ids)
    for i in word.ids.indices {
      starts.append(UInt8(word.starts[i] - range.lowerBound))
      ends.append(UInt8(word.ends[i] - range.lowerBound))
    }
  }
}

/// Memories lent to encodings and given back, so that words learnt in one call speed up the next. The lock is held only
/// while one changes hands; two encodings never share one.
final class BPEMemoryPool: Sendable {
  private let idle = Mutex<[BPEMemory]>([])
  private static let mostIdle = 8

  func take() -> BPEMemory { idle.withLock { $0.popLast() } ?? BPEMemory() }

  func giveBack(_ memory: consuming BPEMemory) {
    let memory = memory
    idle.withLock { if $0.count < Self.mostIdle { $0.append(memory) } }
  }
}
