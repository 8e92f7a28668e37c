import MindstateStore

extension BPE {
  init(_ component: Component, readsBytes: Bool) throws(TokenizerError) {
    if let dropout = component.value("dropout"), dropout.doubleValue != 0 {
      throw component.unsupported("dropout", dropout.serialized(), ["null", "0"])
    }
    var options = Options()
    options.continuingPrefix = Array((try component.stringIfPresent("continuing_subword_prefix") ?? "").utf8)
    options.endSuffix = Array((try component.stringIfPresent("end_of_word_suffix") ?? "").utf8)
    options.fusesUnknown = try component.bool("fuse_unk", default: false)
    options.fallsBackToBytes = try component.bool("byte_fallback", default: false)
    options.ignoresMerges = try component.bool("ignore_merges", default: false)
    let (vocabulary, tokens) = try Self.readVocabulary(component)
    merges = try Self.readMerges(component, vocabulary, prefix: options.continuingPrefix.count)
    let plain = readsBytes && options.isPlain && !options.fallsBackToBytes
    byBytes = plain ? Self.byteTable(tokens) : nil
    let singleBytes = ByteAlphabet.scalars.map { Self.id(of: $0, in: vocabulary) }
    options.unknown = try Self.unknown(component, vocabulary, isNeeded: !plain || singleBytes.contains(-1))
    self.options = options
    self.vocabulary = vocabulary
    self.tokens = tokens
    self.singleBytes = singleBytes
    ascii = (0..<0x80).map { Self.id(of: $0, in: vocabulary) }
    fallback = (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return vocabulary[Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)].map(Int32.init) ?? -1
    }
  }

  /// GPT-2's own file names an empty unknown token that does not exist; byte-level vocabularies never need one.
  private static func unknown(
    _ component: Component, _ vocabulary: TokenTable, isNeeded: Bool
  ) throws(TokenizerError) -> UInt32? {
    guard let token = try component.stringIfPresent("unk_token") else { return nil }
    let id = vocabulary[Array(token.utf8)]
    if id == nil && isNeeded && !token.isEmpty {
      throw component.contradiction("unk_token", "\"\(token)\" is not in the vocabulary")
    }
    return id
  }

  private static func id(of scalar: UInt32, in vocabulary: TokenTable) -> Int32 {
    var bytes: [UInt8] = []
    UTF8Text.append(scalar, to: &bytes)
    return vocabulary[bytes].map(Int32.init) ?? -1
  }

  private static func readVocabulary(_ component: Component) throws(TokenizerError) -> (TokenTable, [UInt32: [UInt8]]) {
    guard let members = component.value("vocab")?.objectValue?.members else {
      throw component.wrongKind("vocab", "an object", component.value("vocab"))
    }
    var table = TokenTable(capacity: members.count)
    var tokens: [UInt32: [UInt8]] = [:]
    tokens.reserveCapacity(members.count)
    for (token, value) in members {
      guard let id = value.intValue, (0...Int(Int32.max)).contains(id) else {
        throw component.contradiction("vocab", "token \"\(token)\" has no id between 0 and \(Int32.max)")
      }
      let bytes = Array(token.utf8)
      table.insert(bytes, UInt32(id))
      tokens[UInt32(id)] = bytes
    }
    return (table, tokens)
  }

  private static func readMerges(
    _ component: Component, _ vocabulary: TokenTable, prefix: Int
  ) throws(TokenizerError) -> MergeTable {
    guard let list = component.value("merges")?.arrayValue else {
      throw component.wrongKind("merges", "an array", component.value("merges"))
    }
    var table = MergeTable(capacity: list.count)
    var joined: [UInt8] = []
    var rank = 0
    for (i, entry) in list.enumerated() {
      guard let (left, right) = try pair(entry, component, i) else { continue }
      joined.removeAll(keepingCapacity: true)
      joined.append(contentsOf: left)
      joined.append(contentsOf: right.dropFirst(prefix))
      guard let a = vocabulary[left], let b = vocabulary[right], let id = vocabulary[joined] else {
        throw component.contradiction(
          "merges[\(i)]", "one of the tokens it joins, or what they make, is not in the vocabulary")
      }
      table.insert(a, b, rank: rank, id: id)
      rank += 1
    }
    return table
  }

  /// The two tokens of one merge: "a b", or ["a", "b"] where tokens may hold spaces. A comment line is passed over.
  private static func pair(
    _ entry: JSON, _ component: Component, _ i: Int
  ) throws(TokenizerError) -> ([UInt8], [UInt8])? {
    if case .string(let text) = entry {
      let bytes = Array(text.utf8)
      if bytes.starts(with: "#version".utf8) { return nil }
      let parts = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      if parts.count == 2 { return (Array(parts[0]), Array(parts[1])) }
    } else if let parts = entry.arrayValue, parts.count == 2, let a = parts[0].stringValue, let b = parts[1].stringValue
    {
      return (Array(a.utf8), Array(b.utf8))
    }
    throw component.contradiction("merges[\(i)]", "is neither \"a b\" nor [\"a\", \"b\"]")
  }

  /// Tokens by the bytes they stand for; those with a character outside the byte alphabet can come from no text.
  private static func byteTable(_ tokens: [UInt32: [UInt8]]) -> TokenTable {
    var table = TokenTable(capacity: tokens.count)
    for (id, token) in tokens {
      if let bytes = ByteAlphabet.decoded(token) { table.insert(bytes, id) }
    }
    return table
  }
}
