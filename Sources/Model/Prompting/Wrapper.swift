import MindstateStore

/// A text template around a prompt: what stands before `{prompt}`, and what stands after it.
///
/// Every wrapper that is to carry a verdict ends in a newline, so that the state before the answer is read at the same
/// token under all of them; `raw` is the exception.
public struct Wrapper: Sendable, Equatable {
  public let name: String
  /// The template up to `{prompt}`.
  public let prefix: String
  /// The template after `{prompt}`.
  public let suffix: String

  /// Exactly the prompt.
  public static let raw = Wrapper(name: "raw", prefix: "", suffix: "")
  /// The prompt and a newline.
  public static let bare = Wrapper(name: "bare", prefix: "", suffix: "\n")
  /// Those that need no file.
  public static let builtIn: [Wrapper] = [.raw, .bare]

  private static let slot = Array("{prompt}".utf8)

  private init(name: String, prefix: String, suffix: String) {
    self.name = name
    self.prefix = prefix
    self.suffix = suffix
  }

  /// The wrapper of a template that has `{prompt}` in exactly one place; `source` names it in errors.
  public init(name: String, template: String, source: String? = nil) throws(PromptError) {
    try self.init(name: name, bytes: Array(template.utf8), source: source ?? name)
  }

  /// The wrapper in the text file at `path`, taken byte for byte; its name is that of the file without `.txt`.
  public init(path: String) throws(PromptError) {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    let file = FileSystem.name(of: path)
    let name = file.utf8.count > 4 && file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    try self.init(name: name, bytes: bytes, source: path)
  }

  private init(name: String, bytes: [UInt8], source: String) throws(PromptError) {
    if bytes.isEmpty { throw .emptyWrapper(source) }
    // Nobody puts one there on purpose, and the model would be fed it.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .wrapperWithByteOrderMark(source) }
    let places = bytes.indices.filter { bytes[$0...].starts(with: Self.slot) }
    guard let place = places.first, places.count == 1 else {
      throw .wrapperSlots(source, count: places.count)
    }
    guard let prefix = String(validating: bytes[..<place], as: UTF8.self),
      let suffix = String(validating: bytes[(place + Self.slot.count)...], as: UTF8.self)
    else { throw .notUTF8(source) }
    self.init(name: name, prefix: prefix, suffix: suffix)
  }

  /// The text with `{prompt}` in it.
  public var template: String { prefix + "{prompt}" + suffix }

  /// Whether the answer stands on a line of its own: what comparing states across wrappers needs.
  public var endsInNewline: Bool { suffix.utf8.last == UInt8(ascii: "\n") }

  /// Whether this adds nothing to the prompt, which may then be given as tokens.
  public var isRaw: Bool { prefix.utf8.isEmpty && suffix.utf8.isEmpty }

  /// Equal in name and template, by bytes.
  public static func == (a: Wrapper, b: Wrapper) -> Bool {
    a.name.utf8.elementsEqual(b.name.utf8) && a.template.utf8.elementsEqual(b.template.utf8)
  }
}
