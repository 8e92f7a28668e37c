/// The bounds that end a hostile or broken template. The defaults leave every real one two orders of magnitude.
public struct TemplateLimits: Sendable {
  /// Units of work: a node evaluated, an item visited, 32 bytes of text made.
  public var steps = 10_000_000
  /// UTF-8 bytes of one string, the rendered prompt included.
  public var textBytes = 16 << 20
  /// Items of one list, dictionary or range: the sandbox's own bound of ranges.
  public var items = 100_000
  /// Expressions, statements and macro calls within one another while rendering. The default needs no more than 0.3 MB
  /// of the stack in a release build: threads of macOS have 0.5 MB.
  public var evaluationDepth = 200
  /// Lists and dictionaries within one another.
  public var valueDepth = 150

  public init() {}

  /// Nesting in the template's text; part of reading, so not to be changed.
  static let syntaxDepth = 60
  /// Nodes of one template.
  static let sourceBytes = 4 << 20
}
