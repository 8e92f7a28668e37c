/// Why a pattern cannot be used: a construct that is not supported, or a mistake in it, and the byte where it stands.
struct RegexError: Error, Equatable, Sendable {
  var construct: String
  var offset: Int
}
