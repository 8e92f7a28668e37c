import MindstateModel
package import MindstateStore

/// What training gave: a byte-level tokenizer with GPT-2's pre-tokenizer, no normalizer and no post-processor.
package struct TrainedTokenizer: Sendable {
  package let specialTokens: [String]
  /// Tokens by id, as the vocabulary writes them.
  package let tokens: [[UInt8]]
  /// Ids of the pairs that merge, the earliest first.
  package let merges: [(left: UInt32, right: UInt32)]
}

// MARK: Files

extension TrainedTokenizer {
  /// `tokenizer.json` as the `tokenizers` library would save it.
  package var json: JSON {
    [
      ("version", .string("1.0")), ("truncation", .null), ("padding", .null),
      ("added_tokens", .array(specialTokens.enumerated().map { Self.added($1, id: $0) })), ("normalizer", .null),
      ("pre_tokenizer", Self.byteLevel(addsPrefixSpace: false)), ("post_processor", .null),
      ("decoder", Self.byteLevel(addsPrefixSpace: true)), ("model", model),
    ].json
  }

  /// `tokenizer_config.json`, by which transformers' `AutoTokenizer` opens the directory. The first special token
  /// ends a text.
  package func config(maximumLength: Int) -> JSON {
    var members: [(key: String, value: JSON)] = [("tokenizer_class", .string("PreTrainedTokenizerFast"))]
    if let end = specialTokens.first { members.append(("eos_token", .string(end))) }
    members.append(("model_max_length", .integer(maximumLength)))
    members.append(("clean_up_tokenization_spaces", .bool(false)))
    return members.json
  }

  private var model: JSON {
    [
      ("type", .string("BPE")), ("dropout", .null), ("unk_token", .null), ("continuing_subword_prefix", .null),
      ("end_of_word_suffix", .null), ("fuse_unk", .bool(false)), ("byte_fallback", .bool(false)),
      ("ignore_merges", .bool(false)),
      ("vocab", tokens.enumerated().map { (key: Self.text($1), value: .integer($0)) }.json),
      ("merges", .array(merges.map { .array([written($0.left), written($0.right)]) })),
    ].json
  }

  private func written(_ id: UInt32) -> JSON { .string(Self.text(tokens[Int(id)])) }

  private static func text(_ token: [UInt8]) -> String { String(decoding: token, as: UTF8.self) }

  private static func added(_ token: String, id: Int) -> JSON {
    [
      ("id", .integer(id)), ("content", .string(token)), ("single_word", .bool(false)), ("lstrip", .bool(false)),
      ("rstrip", .bool(false)), ("normalized", .bool(false)), ("special", .bool(true)),
    ].json
  }

  /// Pre-tokenizer and decoder have the same fields; the decoder reads none of them.
  private static func byteLevel(addsPrefixSpace: Bool) -> JSON {
    [
      ("type", .string("ByteLevel")), ("add_prefix_space", .bool(addsPrefixSpace)), ("trim_offsets", .bool(true)),
      ("use_regex", .bool(true)),
    ].json
  }
}

extension [(key: String, value: JSON)] {
  fileprivate var json: JSON { .object(JSONObject(self)) }
}
