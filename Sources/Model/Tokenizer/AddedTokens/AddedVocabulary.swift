/// The added tokens with their ids, and the two rounds in which a text is searched for them.
struct AddedVocabulary: Sendable {
  private(set) var tokens: [UInt32: AddedToken] = [:]
  private(set) var ids: TokenTable
  /// Contents that decoding can leave out.
  private var special: TokenTable
  /// Contents of normalised tokens where normalisation changes them.
  private var normalizedContents: [UInt32: [UInt8]] = [:]
  private var originalMatcher: TokenMatcher
  private var normalizedMatcher: TokenMatcher

  /// - Parameter components: `added_tokens`. As in the reference, the ids listed there do not count: a token that the
  ///   model knows has the model's id, others are numbered on from the size of its vocabulary, in order.
  init(_ components: [Component], model: TokenModel, normalizer: TextNormalizer?) throws(TokenizerError) {
    ids = TokenTable(capacity: components.count)
    special = TokenTable(capacity: components.count)
    var nextID = UInt32(model.vocabularySize)
    for component in components {
      let token = try AddedToken(component)
      if token.content.isEmpty { continue }
      let id: UInt32
      if let known = ids[token.content] ?? model.id(of: token.content) {
        id = known
      } else {
        id = nextID
        nextID += 1
      }
      ids.insert(token.content, id)
      if token.isSpecial { special.insert(token.content, id) }
      if token.isNormalized, let normalizer {
        let content = normalizer.normalized(token.content)
        if content != token.content { normalizedContents[id] = content }
      }
      tokens[id] = token
    }
    originalMatcher = TokenMatcher()
    normalizedMatcher = TokenMatcher()
    for (id, token) in tokens.sorted(by: { $0.key < $1.key }) {
      let content = token.isNormalized ? normalizedContents[id] ?? token.content : token.content
      let isNew =
        token.isNormalized ? normalizedMatcher.insert(content, id) : originalMatcher.insert(content, id)
      if !isNew { throw Self.conflict(components, token, isEmpty: content.isEmpty) }
    }
  }

  private static func conflict(_ components: [Component], _ token: AddedToken, isEmpty: Bool) -> TokenizerError {
    let content = String(decoding: token.content, as: UTF8.self)
    let problem = isEmpty ? "normalisation leaves nothing of it" : "another added token is normalised to the same text"
    return .contradiction(file: components[0].file, field: "added_tokens", problem: "\"\(content)\": \(problem)")
  }

  /// The text by which decoding knows token `id`; nil if it is not an added token.
  func text(_ id: UInt32) -> [UInt8]? { tokens[id].map { normalizedContents[id] ?? $0.content } }

  /// Token `id` as the file writes it; nil if it is not an added token.
  func content(_ id: UInt32) -> [UInt8]? { tokens[id]?.content }

  func isSpecial(_ text: [UInt8]) -> Bool { special[text] != nil }

  /// How many added tokens the model does not have itself.
  func newCount(beside model: TokenModel) -> Int { tokens.values.count { model.id(of: $0.content) == nil } }

  // MARK: Finding

  /// Finds the tokens that are looked for in the original text, normalises what lies between them, finds those that are
  /// looked for in normalised text.
  func extract(from bytes: [UInt8], _ normalizer: TextNormalizer?) -> PreTokenizedText {
    var text = PreTokenizedText(AlignedText(bytes))
    find(originalMatcher, in: &text)
    if let normalizer { normalize(&text, normalizer) }
    find(normalizedMatcher, in: &text)
    return text
  }

  private func normalize(_ text: inout PreTokenizedText, _ normalizer: TextNormalizer) {
    if text.pieces.count == 1, text.pieces[0].isText {
      normalizer.normalize(&text.text)
      text.pieces = PreTokenizedText(text.text).pieces
      return
    }
    text.rewrite { range, whole, builder in
      var section = AlignedText(Array(whole.bytes[range]), origin: range.lowerBound)
      normalizer.normalize(&section)
      builder.append(0..<section.bytes.count, of: section)
    }
    text.pieces.removeAll { $0.start == $0.end }
  }

  private func find(_ matcher: TokenMatcher, in text: inout PreTokenizedText) {
    if matcher.isEmpty { return }
    var pieces: [Piece] = []
    pieces.reserveCapacity(text.pieces.count)
    for piece in text.pieces {
      if piece.isText { split(piece, text.text.bytes, matcher, &pieces) } else { pieces.append(piece) }
    }
    text.pieces = pieces
  }

  private func split(_ piece: Piece, _ bytes: [UInt8], _ matcher: TokenMatcher, _ pieces: inout [Piece]) {
    var done = piece.start
    matcher.forEachMatch(in: bytes, piece.start..<piece.end) { start, end, id in
      guard let token = tokens[id] else { return }
      var (start, end) = (start, end)
      if token.singleWord && Surroundings.touchWord(bytes, start..<end, piece) { return }
      if token.stripsLeft { start = max(Surroundings.spaceStart(bytes, start, piece), done) }
      if token.stripsRight { end = Surroundings.spaceEnd(bytes, end, piece) }
      if done < start { pieces.append(Piece(start: done, end: start)) }
      if start < end { pieces.append(Piece(start: start, end: end, token: Int32(id))) }
      done = end
    }
    if done != piece.end { pieces.append(Piece(start: done, end: piece.end)) }
  }
}

/// What stands around a match.
private enum Surroundings {
  private static let words = ScalarBitmap(UnicodeSets.word)
  private static let spaces = ScalarBitmap(UnicodeSets.whitespace)

  static func touchWord(_ bytes: [UInt8], _ range: Range<Int>, _ piece: Piece) -> Bool {
    if range.upperBound < piece.end, words.contains(UTF8Text.scalar(in: bytes, at: range.upperBound).scalar) {
      return true
    }
    if range.lowerBound == piece.start { return false }
    let before = UTF8Text.start(before: range.lowerBound, in: bytes)
    return words.contains(UTF8Text.scalar(in: bytes, at: before).scalar)
  }

  static func spaceStart(_ bytes: [UInt8], _ position: Int, _ piece: Piece) -> Int {
    var start = position
    while start > piece.start, case let before = UTF8Text.start(before: start, in: bytes),
      spaces.contains(UTF8Text.scalar(in: bytes, at: before).scalar)
    {
      start = before
    }
    return start
  }

  static func spaceEnd(_ bytes: [UInt8], _ position: Int, _ piece: Piece) -> Int {
    var end = position
    while end < piece.end, case let (scalar, next) = UTF8Text.scalar(in: bytes, at: end), spaces.contains(scalar) {
      end = next
    }
    return end
  }
}
