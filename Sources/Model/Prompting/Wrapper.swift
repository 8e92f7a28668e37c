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
  /// Whether lines of its file ended in CR LF, which are read as ended by LF.
  public let hadCarriageReturns: Bool

  /// Exactly the prompt.
  public static let raw = Wrapper(name: "raw", prefix: "", suffix: "")
  /// The prompt and a newline.
  public static let bare = Wrapper(name: "bare", prefix: "", suffix: "\n")
  /// Those that need no file.
  public static let builtIn: [Wrapper] = [.raw, .bare]

  private static let slot = Array("{prompt}".utf8)

  private init(name: String, prefix: String, suffix: String, hadCarriageReturns: Bool = false) {
    self.name = name
    self.hadCarriageReturns = hadCarriageReturns
    self.prefix = prefix
    self.suffix = suffix
  }

  /// The wrapper of a template that has `{prompt}` in exactly one place; `source` names it in errors.
  public init(name: String, template: String, source: String? = nil) throws(PromptError) {
    try self.init(name: name, bytes: Array(template.utf8), source: source ?? name)
  }

  /// The wrapper in the text file at `path`, taken byte for byte but for CR LF, which is read as LF; its name is that of the file without `.txt`.
  public init(path: String) throws(PromptError) {
    let (bytes, hadCarriageReturns): ([UInt8], Bool)
    do { (bytes, hadCarriageReturns) = try TextFile.readLines(path) } catch { throw .file(error) }
    let file = FileSystem.name(of: path)
    let name = file.utf8.count > 4 && file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    try self.init(name: name, bytes: bytes, source: path, hadCarriageReturns: hadCarriageReturns)
  }

  private init(
    name: String, bytes: [UInt8], source: String, hadCarriageReturns: Bool = false
  ) throws(PromptError) {
    if bytes.isEmpty { throw .emptyWrapper(source) }
    let places = bytes.indices.filter { bytes[$0...].starts(with: Self.slot) }
    guard let place = places.first, places.count == 1 else {
      throw .wrapperSlots(source, count: places.count)
    }
    guard let prefix = String(validating: bytes[..<place], as: UTF8.self),
      let suffix = String(validating: bytes[(place + Self.slot.count)...], as: UTF8.self)
    else { throw .notUTF8(source) }
    self.init(name: name, prefix: prefix, suffix: suffix, hadCarriageReturns: hadCarriageReturns)
  }

  /// The text with `{prompt}` in it.
  public var template: String { prefix + "{prompt}" + suffix }

  /// Whether the answer stands on a line of its own: what comparing states across wrappers needs.
  public var endsInNewline: Bool { suffix.utf8.last == UInt8(ascii: "\n") }

  /// Whether this adds nothing to the prompt, which may then be given as tokens.
  public var isRaw: Bool { prefix.utf8.isEmpty && suffix.utf8.isEmpty }

  /// One sentence where the file was read as something else than its bytes.
  package var note: String? {
    hadCarriageReturns ? "wrapper \(name): its lines end in CR LF; they are fed as ended by LF" : nil
  }

  /// Equal in name and template, by bytes.
  public static func == (a: Wrapper, b: Wrapper) -> Bool {
    a.name.utf8.elementsEqual(b.name.utf8) && a.template.utf8.elementsEqual(b.template.utf8)
  }
}
