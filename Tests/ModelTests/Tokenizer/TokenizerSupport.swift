import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport

/// Tokenizers made of the components a test is about, around a vocabulary of single characters.
enum SmallTokenizer {
  /// The JSON of a whole tokenizer; parts left out are null.
  static func json(
    normalizer: String = "null", preTokenizer: String = "null", added: String = "[]", post: String = "null",
    decoder: String = "null",
    model: String =
      #"{"type":"BPE","unk_token":"?","vocab":{"?":0,"a":1,"b":2,"ab":3," ":4,"c":5,"abc":6},"merges":["a b","ab c"]}"#
  ) -> String {
    """
    {"version":"1.0","truncation":null,"padding":null,"added_tokens":\(added),"normalizer":\(normalizer),
     "pre_tokenizer":\(preTokenizer),"post_processor":\(post),"decoder":\(decoder),"model":\(model)}
    """
  }

  static func load(_ json: String) throws(TokenizerError) -> Tokenizer {
    try Tokenizer(Array(json.utf8), file: "tokenizer.json")
  }

  /// The pieces into which `Split` with the pattern (a regular expression) cuts `text`.
  static func pieces(_ text: String, _ pattern: String, _ behavior: String = "Isolated", invert: Bool = false) throws
    -> [String]
  {
    try load(json(preTokenizer: split(pattern, behavior, invert: invert))).pieces(of: text).map(\.text)
  }

  static func split(_ pattern: String, _ behavior: String = "Isolated", invert: Bool = false) -> String {
    let quoted = JSON.string(pattern).serialized()
    return #"{"type":"Split","pattern":{"Regex":\#(quoted)},"behavior":"\#(behavior)","invert":\#(invert)}"#
  }

  static func added(_ content: String, _ flags: String..., id: Int = 100) -> String {
    let all = ["single_word", "lstrip", "rstrip", "normalized", "special"]
    let fields = all.map { "\"\($0)\":\(flags.contains($0))" }.joined(separator: ",")
    return #"{"id":\#(id),"content":\#(JSON.string(content).serialized()),\#(fields)}"#
  }
}

/// One line of a cases file beside the text it is about.
struct TokenizerCase {
  let text: String
  let expected: JSON

  /// The cases of the fixture `name`; texts beyond those it has answers for are left out.
  static func all(_ name: String) throws -> [TokenizerCase] {
    let texts = try lines(Fixture.path("tokenizers/texts.jsonl"))
    let rows = try lines(Fixture.path("tokenizers/\(name).cases.jsonl"))
    return zip(texts, rows).map { TokenizerCase(text: $0["text"]?.stringValue ?? "", expected: $1) }
  }

  static func lines(_ path: String) throws -> [JSON] {
    try TextFile.read(path).split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: $0) }
  }

  var ids: [Int] { Self.ints(expected["ids"]) }
  var plainIDs: [Int] { expected["plain"] == nil ? ids : Self.ints(expected["plain"]) }

  /// Spans are written as pairs: start less the end before, length.
  var spans: [Range<Int>]? {
    guard expected["spans"] != nil else { return nil }
    let numbers = Self.ints(expected["spans"])
    var last = 0
    return stride(from: 0, to: numbers.count, by: 2).map { i in
      let start = last + numbers[i]
      last = start + numbers[i + 1]
      return start..<last
    }
  }

  static func ints(_ json: JSON?) -> [Int] { (json?.arrayValue ?? []).compactMap(\.intValue) }
}
