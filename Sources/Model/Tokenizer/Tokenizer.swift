import MindstateStore

/// A tokenizer as `tokenizer.json` describes it, read as the Hugging Face `tokenizers` library (0.23.3) reads it.
///
/// A text passes four stages, each in a folder of its own: added tokens are found and the rest is normalised, the
/// pre-tokenizer cuts it into pieces, the model turns pieces into tokens, the post-processor puts tokens such as BOS
/// around them. What of the file is not supported is refused when it is loaded.
///
/// Not consulted: `tokenizer_config.json`; the fields `truncation` and `padding`, which transformers switches off
/// unless a call asks for them: cutting a prompt or filling it up would change the states of its last position unseen.
///
/// Everything is compared by bytes or Unicode scalars, never as `String`: é and e + U+0301 are different tokens.
public struct Tokenizer: Sendable {
  let normalizer: TextNormalizer?
  let preTokenizer: PreTokenizer?
  let model: TokenModel
  let postProcessor: PostProcessor?
  let decoder: TokenDecoder?
  let added: AddedVocabulary
  let memories = BPEMemoryPool()

  /// Reads a `tokenizer.json`, or the one in a directory.
  public init(path given: String) throws(TokenizerError) {
    var file = given
    if FileSystem.kind(of: given) == .directory {
      let path: String
      do { path = try ModelDirectory.path(given) } catch { throw .directory(error) }
      file = "\(path)/tokenizer.json"
      if FileSystem.kind(of: file) == nil { throw .noTokenizer(directory: path) }
    }
    let bytes: [UInt8]
    do { bytes = try TextFile.read(file) } catch { throw .unreadable(error) }
    try self.init(bytes, file: file)
  }

  /// Reads the content of a `tokenizer.json`; `file` names it in errors.
  package init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch { throw .notJSON(file: file, error) }
    guard json.objectValue != nil else {
      throw .wrongKind(file: file, field: "the whole file", wanted: "an object", found: json.kind)
    }
    let whole = Component(file: file, place: "", json: json)
    if let version = try whole.stringIfPresent("version"), version != "1.0" {
      throw whole.unsupported("version", version, ["1.0"])
    }
    normalizer = if let part = try whole.componentIfPresent("normalizer") { try TextNormalizer(part) } else { nil }
    let preTokenizer: PreTokenizer? =
      if let part = try whole.componentIfPresent("pre_tokenizer") { try PreTokenizer(part) } else { nil }
    model = try TokenModel(try whole.component("model"), readsBytes: preTokenizer?.leavingBytes != nil)
    self.preTokenizer = model.readsBytes ? preTokenizer?.leavingBytes : preTokenizer
    postProcessor =
      if let part = try whole.componentIfPresent("post_processor") { try PostProcessor(part) } else { nil }
    decoder = if let part = try whole.componentIfPresent("decoder") { try TokenDecoder(part) } else { nil }
    let addedTokens = whole.value("added_tokens") == nil ? [] : try whole.components("added_tokens")
    added = try AddedVocabulary(addedTokens, model: model, normalizer: normalizer)
  }

  /// Tokens of the model and added ones. Ids can be higher where a vocabulary has gaps.
  public var vocabularySize: Int { model.vocabularySize + added.newCount(beside: model) }

  /// Token `id` as the vocabulary writes it (byte-level tokens in the byte alphabet); nil if there is none.
  public func tokenText(_ id: Int) -> String? {
    tokenBytes(id).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The id of the token that the vocabulary writes `token`; nil if there is none.
  public func id(ofToken token: String) -> Int? {
    let bytes = Array(token.utf8)
    return (added.ids[bytes] ?? model.id(of: bytes)).map(Int.init)
  }

  /// Whether `id` is a token that was added to the vocabulary, such as the one that ends a turn.
  func isAdded(_ id: Int) -> Bool { UInt32(exactly: id).map { added.tokens[$0] != nil } ?? false }
  /// What the vocabulary writes for token `id` where decoding leaves it out; nil for any other token.
  func specialText(_ id: Int) -> [UInt8]? {
    guard let id = UInt32(exactly: id), let text = added.text(id), added.isSpecial(text) else { return nil }
    return added.content(id)
  }

  func tokenBytes(_ id: Int) -> [UInt8]? {
    guard let id = UInt32(exactly: id) else { return nil }
    return added.text(id) ?? model.token(id)
  }
}
