/// The words of a corpus as tokens, how often each pair of neighbours occurs, and in which words.
struct PairCounts {
  private var words: [[UInt32]]
  private let frequencies: [Int]
  private var counts: [TokenPair: Int] = [:]
  /// Words that may hold the pair: a merge elsewhere in the word can have taken it away.
  private var places: [TokenPair: [Int]] = [:]
  private var queue = MergeQueue()

  /// - Parameter words: token ids of each word; `frequencies` says how often it occurs.
  init(words: [[UInt32]], frequencies: [Int]) {
    self.words = words
    self.frequencies = frequencies
    var changed: Set<TokenPair> = []
    for (i, word) in words.enumerated() {
      for (left, right) in zip(word, word.dropFirst()) { add(TokenPair(left: left, right: right), i, &changed) }
    }
    enqueue(changed)
  }

  /// The pair to merge next and the words to look for it in; nil when no pair is left.
  mutating func next() -> (pair: TokenPair, words: [Int])? {
    while let candidate = queue.pop() {
      let count = counts[candidate.pair] ?? 0
      if count < candidate.count {
        // Queued before merges elsewhere took some of it: it waits for its turn with what is left.
        if count > 0 { queue.push(MergeCandidate(pair: candidate.pair, count: count)) }
      } else if let words = places.removeValue(forKey: candidate.pair) {
        return (candidate.pair, words)
      }
    }
    return nil
  }

  /// Writes `token` for `pair` in `places` and counts the neighbours anew. The count of `pair` itself stays, as in the
  /// reference, where it matters when another pair makes the same token and `pair` so comes up again.
  mutating func merge(_ pair: TokenPair, into token: UInt32, in places: [Int]) {
    var changed: Set<TokenPair> = []
    for place in places { merge(pair, into: token, inWord: place, &changed) }
    enqueue(changed)
  }

  private mutating func merge(
    _ pair: TokenPair, into token: UInt32, inWord place: Int, _ changed: inout Set<TokenPair>
  ) {
    let word = words[place]
    var merged: [UInt32] = []
    merged.reserveCapacity(word.count)
    var i = 0
    while i < word.count {
      guard i + 1 < word.count, word[i] == pair.left, word[i + 1] == pair.right else {
        merged.append(word[i])
        i += 1
        continue
      }
      if let before = merged.last {
        remove(TokenPair(left: before, right: pair.left), place)
        add(TokenPair(left: before, right: token), place, &changed)
      }
      if i + 2 < word.count {
        remove(TokenPair(left: pair.right, right: word[i + 2]), place)
        add(TokenPair(left: token, right: word[i + 2]), place, &changed)
      }
      merged.append(token)
      i += 2
    }
    words[place] = merged
  }

  private mutating func add(_ pair: TokenPair, _ place: Int, _ changed: inout Set<TokenPair>) {
    counts[pair, default: 0] += frequencies[place]
    // A word's pairs come one after another, so the last entry is enough to list it once.
    if places[pair]?.last != place { places[pair, default: []].append(place) }
    changed.insert(pair)
  }

  private mutating func remove(_ pair: TokenPair, _ place: Int) { counts[pair, default: 0] -= frequencies[place] }

  /// Queues pairs that have become more frequent; their order does not matter, no two candidates rank the same.
  private mutating func enqueue(_ pairs: Set<TokenPair>) {
    for pair in pairs {
      if let count = counts[pair], count > 0 { queue.push(MergeCandidate(pair: pair, count: count)) }
    }
  }
}
