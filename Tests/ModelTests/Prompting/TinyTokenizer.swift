import Foundation
import MindstateModel
import MindstateTestSupport

/// Byte-level tokenizers with no pre-tokenizer pattern, so that exactly the merges given join bytes, across anything.
enum TinyTokenizer {
  /// Token ids are bytes; then come `merges` in their order, then `<s>` and `</s>`. `first` and `last` say whether the
  /// template puts those around a text; `added` are further added tokens, with the ids after, and
  /// `special` are bytes that decoding leaves out.
  static func make(
    merges: [(String, String)] = [], first: Bool = false, last: Bool = false, added more: [String] = [],
    special bytes: [UInt8] = []
  ) throws -> Tokenizer {
    var vocabulary: [String: Int] = [:]
    for byte in UInt8.min...UInt8.max { vocabulary[spelled(byte)] = Int(byte) }
    for (left, right) in merges { vocabulary[spelled(left) + spelled(right)] = vocabulary.count }
    let added = (["<s>", "</s>"] + more + bytes.map(spelled)).enumerated().map { index, text in
      [
        "id": vocabulary.count + index, "content": text, "single_word": false, "lstrip": false, "rstrip": false,
        "normalized": false, "special": true,
      ] as [String: Any]
    }
    let special = { (name: String) in ["SpecialToken": ["id": name, "type_id": 0]] as [String: Any] }
    let sequence = { (name: String) in ["Sequence": ["id": name, "type_id": 0]] as [String: Any] }
    let single = (first ? [special("<s>")] : []) + [sequence("A")] + (last ? [special("</s>")] : [])
    let ids = Dictionary(
      uniqueKeysWithValues: ["<s>", "</s>"].enumerated().map { index, name in
        (name, ["id": name, "ids": [vocabulary.count + index], "tokens": [name]] as [String: Any])
      })
    let file: [String: Any] = [
      "version": "1.0", "truncation": NSNull(), "padding": NSNull(), "added_tokens": added, "normalizer": NSNull(),
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false]
        as [String: Any],
      "post_processor": [
        "type": "TemplateProcessing", "single": single, "pair": single + [sequence("B")], "special_tokens": ids,
      ] as [String: Any],
      "decoder": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false]
        as [String: Any],
      "model": [
        "type": "BPE", "dropout": NSNull(), "unk_token": NSNull(), "continuing_subword_prefix": NSNull(),
        "end_of_word_suffix": NSNull(), "fuse_unk": false, "byte_fallback": false, "vocab": vocabulary,
        "merges": merges.map { spelled($0.0) + " " + spelled($0.1) },
      ] as [String: Any],
    ]
    return try withTemporaryDirectory { directory in
      let path = "\(directory)/tokenizer.json"
      try JSONSerialization.data(withJSONObject: file).write(to: URL(fileURLWithPath: path))
      return try Tokenizer(path: path)
    }
  }

  private static func spelled(_ text: String) -> String { text.utf8.map(spelled).joined() }

  /// The printable stand-in for a byte: itself where it is printable Latin-1, else the next of U+0100…
  private static func spelled(_ byte: UInt8) -> String {
    func isPrintable(_ byte: UInt8) -> Bool {
      (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
    }
    if isPrintable(byte) { return String(Unicode.Scalar(byte)) }
    let before = (UInt8.min..<byte).count { !isPrintable($0) }
    return Unicode.Scalar(0x100 + UInt32(before)).map { String($0) } ?? ""
  }
}
