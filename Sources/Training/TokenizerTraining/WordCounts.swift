import MindstateModel

/// How often each piece that the pre-tokenizer makes of a corpus occurs. Words are in the order of their first
/// occurrence, so that the same corpus gives the same list.
package struct WordCounts: Sendable {
  package private(set) var words: [[UInt8]] = []
  package private(set) var counts: [Int] = []

  /// Counts the pieces of every document; none reaches from one document into another.
  package init(_ corpus: CorpusDocuments) {
    let bytes = corpus.bytes
    var places = TokenTable(capacity: 1 << 12)
    for document in corpus.ranges {
      GPT2Pieces.forEach(in: bytes, document) { piece in
        if let place = places.find(bytes, piece) {
          counts[Int(place)] += 1
        } else {
          places.insert(bytes[piece], UInt32(words.count))
          words.append(Array(bytes[piece]))
          counts.append(1)
        }
      }
    }
  }
}
