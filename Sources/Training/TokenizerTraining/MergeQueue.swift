/// Two neighbouring tokens by their ids.
struct TokenPair: Hashable, Comparable {
  var left: UInt32
  var right: UInt32

  static func < (a: TokenPair, b: TokenPair) -> Bool { (a.left, a.right) < (b.left, b.right) }
}

/// A pair and how often it occurred when it was queued.
struct MergeCandidate {
  var pair: TokenPair
  var count: Int

  /// The more frequent first; of equally frequent ones the one with the lower left id, then the lower right id.
  func comesBefore(_ other: MergeCandidate) -> Bool {
    count != other.count ? count > other.count : pair < other.pair
  }
}

/// Candidates as a binary heap with the first one on top.
struct MergeQueue {
  private var heap: [MergeCandidate] = []

  mutating func push(_ candidate: MergeCandidate) {
    heap.append(candidate)
    var place = heap.count - 1
    while place > 0, heap[place].comesBefore(heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> MergeCandidate? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return last }
    heap[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var place = 0
    while case let left = 2 * place + 1, left < heap.count {
      let right = left + 1
      let child = right < heap.count && heap[right].comesBefore(heap[left]) ? right : left
      if !heap[child].comesBefore(heap[place]) { return }
      heap.swapAt(place, child)
      place = child
    }
  }
}
