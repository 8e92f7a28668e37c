/// The symbols of one piece while they are being merged. Used again for piece after piece, so that nothing is
/// allocated.
struct BPEWord {
  private(set) var ids: [UInt32] = []
  /// Where each symbol starts and ends in the text.
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []
  private var position = 0
  /// An unknown token that may yet be joined by the next: id, start, end.
  private var unknown: (id: UInt32, start: Int, end: Int)?
  private var merges: [MergeTable.Merge] = []
  private var queue = MergeQueue()

  /// Beyond this many symbols a queue is quicker than looking through all of them for each merge.
  private static let longestScanned = 96

  mutating func clear(at start: Int) {
    ids.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    unknown = nil
    position = start
  }

  // MARK: Filling

  mutating func append(_ id: UInt32, end: Int) {
    flushUnknown()
    add(id, position, end)
  }

  /// Appends a symbol although an unknown token is still waiting.
  mutating func appendBeforeUnknown(_ id: UInt32, end: Int) { add(id, position, end) }

  mutating func appendUnknown(_ id: UInt32, fuse: Bool, end: Int) {
    if fuse, let waiting = unknown {
      unknown = (waiting.id, waiting.start, end)
    } else {
      flushUnknown()
      unknown = (id, position, end)
    }
    position = end
  }

  mutating func flushUnknown() {
    guard let waiting = unknown else { return }
    unknown = nil
    ids.append(waiting.id)
    starts.append(waiting.start)
    ends.append(waiting.end)
  }

  /// Leaves text without a token.
  mutating func skip(to end: Int) { position = end }

  private mutating func add(_ id: UInt32, _ start: Int, _ end: Int) {
    ids.append(id)
    starts.append(start)
    ends.append(end)
    position = end
  }

  func append(to output: inout TokenList) {
    output.ids.append(contentsOf: ids)
    output.starts.append(contentsOf: starts)
    output.ends.append(contentsOf: ends)
  }

  // MARK: Merging

  mutating func mergeAll(_ table: MergeTable) {
    if ids.count <= Self.longestScanned { mergeByScanning(table) } else { mergeByQueue(table) }
  }

  /// Finds the best merge by looking at all, again for each merge.
  private mutating func mergeByScanning(_ table: MergeTable) {
    guard ids.count > 1 else { return }
    merges.removeAll(keepingCapacity: true)
    for i in 0..<(ids.count - 1) { merges.append(table.find(ids[i], ids[i + 1])) }
    while true {
      // Values are rank << 32 | id: the first smallest has the lowest rank and is leftmost, as ids of one rank are
      // equal.
      var best = MergeTable.none
      var place = -1
      for i in merges.indices where merges[i] < best { (best, place) = (merges[i], i) }
      if place < 0 { return }
      ids[place] = UInt32(truncatingIfNeeded: best)
      ends[place] = ends[place + 1]
      ids.remove(at: place + 1)
      starts.remove(at: place + 1)
      ends.remove(at: place + 1)
      merges.remove(at: place)
      if place > 0 { merges[place - 1] = table.find(ids[place - 1], ids[place]) }
      if place < merges.count { merges[place] = table.find(ids[place], ids[place + 1]) }
    }
  }

  /// The same with a queue of possible merges over a linked list: n log n.
  private mutating func mergeByQueue(_ table: MergeTable) {
    let count = ids.count
    var next = Array(1...count)
    var previous = Array(-1..<(count - 1))
    queue.removeAll()
    for i in 0..<(count - 1) { queue.push(table.find(ids[i], ids[i + 1]), at: i) }
    var isGone = [Bool](repeating: false, count: count)
    while let (merge, place) = queue.pop() {
      let right = next[place]
      // Entries are not taken out when a neighbour changes; one that no longer fits is passed over.
      if isGone[place] || right == count || table.find(ids[place], ids[right]) != merge { continue }
      ids[place] = UInt32(truncatingIfNeeded: merge)
      ends[place] = ends[right]
      isGone[right] = true
      next[place] = next[right]
      if next[right] < count { previous[next[right]] = place }
      if previous[place] >= 0 { queue.push(table.find(ids[previous[place]], ids[place]), at: previous[place]) }
      if next[place] < count { queue.push(table.find(ids[place], ids[next[place]]), at: place) }
    }
    compact(isGone)
  }

  private mutating func compact(_ isGone: [Bool]) {
    var kept = 0
    for i in ids.indices where !isGone[i] {
      (ids[kept], starts[kept], ends[kept]) = (ids[i], starts[i], ends[i])
      kept += 1
    }
    ids.removeLast(ids.count - kept)
    starts.removeLast(starts.count - kept)
    ends.removeLast(ends.count - kept)
  }
}

/// A binary heap of possible merges, lowest rank first, leftmost first among equals.
struct MergeQueue {
  private var entries: [(merge: MergeTable.Merge, place: Int)] = []

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  mutating func push(_ merge: MergeTable.Merge, at place: Int) {
    if merge == MergeTable.none { return }
    entries.append((merge, place))
    var child = entries.count - 1
    while child > 0, case let parent = (child - 1) / 2, entries[child] < entries[parent] {
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> (merge: MergeTable.Merge, place: Int)? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    if entries.isEmpty { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= entries.count { break }
      if child + 1 < entries.count && entries[child + 1] < entries[child] { child += 1 }
      if last <= entries[child] { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = last
    return first
  }
}
