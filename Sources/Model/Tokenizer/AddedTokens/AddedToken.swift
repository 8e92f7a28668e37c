/// A token that is looked for in the text before the model sees it.
struct AddedToken: Sendable {
  var content: [UInt8]
  /// Matches only between characters that are not part of words.
  var singleWord: Bool
  /// Takes the white space before and behind it along.
  var stripsLeft: Bool
  var stripsRight: Bool
  /// Is looked for in the normalised text, itself normalised.
  var isNormalized: Bool
  /// Can be left out when decoding.
  var isSpecial: Bool

  init(_ component: Component) throws(TokenizerError) {
    content = Array(try component.string("content").utf8)
    singleWord = try component.bool("single_word")
    stripsLeft = try component.bool("lstrip")
    stripsRight = try component.bool("rstrip")
    isNormalized = try component.bool("normalized")
    isSpecial = try component.bool("special")
    _ = try component.int("id")
  }
}
