public import MindstateStore

extension ChatFormat {
  /// The chat template of a checkpoint directory.
  ///
  /// A file given by path wins; else `chat_template.jinja`, then `chat_template.json`, then `tokenizer_config.json`,
  /// whose `chat_template` is a text or a list of named ones. `choice` is the path of a template, or the name of one;
  /// nil takes the only one or `default`.
  public init(model given: String?, choice: String? = nil) throws(ChatFormatError) {
    let directory: String?
    do throws(ModelDirectoryError) {
      directory = try given.map { path throws(ModelDirectoryError) in try ModelDirectory.path(path) }
    } catch { throw .directory(error) }
    let config =
      try directory.map { path throws(ChatFormatError) in try Self.json(path + "/tokenizer_config.json") } ?? nil
    let tokens = Self.specialTokens(config)
    if let choice, FileSystem.kind(of: choice) == .file {
      self.init(template: try Self.parsed(try Self.text(choice), name: choice), specialTokens: tokens)
      return
    }
    guard let directory else { throw .noTemplate(directory: choice ?? "") }
    let templates = try Self.templates(in: directory, config)
    if templates.isEmpty { throw .noTemplate(directory: directory) }
    let wanted = choice ?? (templates.count == 1 ? templates[0].name : "default")
    guard let found = templates.first(where: { $0.name.utf8.elementsEqual(wanted.utf8) }) else {
      throw .noSuchTemplate(directory: directory, name: wanted, known: templates.map(\.name))
    }
    self.init(template: try Self.parsed(found.source, name: found.file), specialTokens: tokens)
  }

  private struct Named {
    var name: String
    var source: String
    var file: String
  }

  private static func templates(in directory: String, _ config: JSON?) throws(ChatFormatError) -> [Named] {
    let jinja = directory + "/chat_template.jinja"
    if FileSystem.kind(of: jinja) == .file { return [Named(name: "default", source: try text(jinja), file: jinja)] }
    let separate = directory + "/chat_template.json"
    if let template = try json(separate)?["chat_template"] { return try named(template, file: separate) }
    let file = directory + "/tokenizer_config.json"
    guard let template = config?["chat_template"], !template.isNull else { return [] }
    return try named(template, file: file)
  }

  /// A text is the one template; a list holds objects with `name` and `template`.
  private static func named(_ value: JSON, file: String) throws(ChatFormatError) -> [Named] {
    if let source = value.stringValue { return [Named(name: "default", source: source, file: file)] }
    guard let list = value.arrayValue else { throw .badTemplates(file: file) }
    var templates: [Named] = []
    for entry in list {
      guard let name = entry["name"]?.stringValue, let source = entry["template"]?.stringValue else {
        throw .badTemplates(file: file)
      }
      templates.append(Named(name: name, source: source, file: "\(file) (\(name))"))
    }
    return templates
  }

  /// `bos_token` and its like, each a text or an object with `content`.
  private static func specialTokens(_ config: JSON?) -> [(name: String, text: String)] {
    ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"].compactMap { name in
      guard let value = config?[name], let text = value.stringValue ?? value["content"]?.stringValue else { return nil }
      return (name, text)
    }
  }

  private static func parsed(_ source: String, name: String) throws(ChatFormatError) -> ChatTemplate {
    do { return try ChatTemplate(source, name: name) } catch { throw .template(error) }
  }

  private static func text(_ path: String) throws(ChatFormatError) -> String {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(path) }
    return text
  }

  /// The JSON in a file; nil where there is no such file.
  private static func json(_ path: String) throws(ChatFormatError) -> JSON? {
    if FileSystem.kind(of: path) == nil { return nil }
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    do { return try JSON(parsing: bytes) } catch { throw .badJSON(file: path, "\(error)") }
  }
}

/// Why there is no chat template to render with.
public enum ChatFormatError: Error, CustomStringConvertible, Sendable {
  case directory(ModelDirectoryError)
  case noTemplate(directory: String)
  case noSuchTemplate(directory: String, name: String, known: [String])
  case badTemplates(file: String)
  case badJSON(file: String, String)
  case notUTF8(String)
  case file(FileError)
  case template(TemplateError)

  public var description: String {
    switch self {
    case .directory(let error): error.description
    case .noTemplate(let directory):
      "\(directory): no chat template (tokenizer_config.json, chat_template.jinja or chat_template.json). Name a file "
        + "that holds one, or take a wrapper that needs none: \(Wrapper.shipped)"
    case .noSuchTemplate(let directory, let name, let known):
      "\(directory): no chat template is called \"\(name)\", nor is there such a file. It has \(known.joined(separator: ", "))"
    case .badTemplates(let file):
      "\(file): chat_template must be a text, or a list of objects with name and template"
    case .badJSON(let file, let why): "\(file): not valid JSON: \(why)"
    case .notUTF8(let path): "\(path): the bytes are not UTF-8. Save the file as UTF-8."
    case .file(let error): error.description
    case .template(let error): error.description
    }
  }
}

extension Wrapper {
  /// The names of the wrappers that are there, for an error that offers them.
  fileprivate static var shipped: String {
    names(in: (try? DataDirectory.wrapperDirectories()) ?? []).joined(separator: ", ")
  }
}
