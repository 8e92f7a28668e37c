public struct TokenizerError: Error {}
public struct Tokenizer: Sendable {
  public init(path: String) throws(TokenizerError) { throw TokenizerError() }
  public func encode(_ text: String, addSpecialTokens: Bool = true, borders: [Int] = []) -> Encoding { Encoding() }
  public var vocabularySize: Int { 0 }
  public func tokenText(_ id: Int) -> String? { nil }
}
public struct Encoding: Sendable {
  public var ids: [Int] = []
  public var spans: [Range<Int>] = []
  public var isSpecial: [Bool] = []
}
