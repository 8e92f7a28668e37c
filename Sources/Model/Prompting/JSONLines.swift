package import MindstateStore

/// A line of a prompt or answer file, written as compilers do, and the prompt it is about.
public struct FilePlace: Equatable, Sendable, CustomStringConvertible {
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// The id on the line; nil where there is none to tell.
  public var prompt: String?

  public init(file: String, line: Int, prompt: String? = nil) {
    self.file = file
    self.line = line
    self.prompt = prompt
  }

  public var description: String { "\(file):\(line)" + (prompt.map { ": prompt \(quoted($0))" } ?? "") }
}

/// The records of a JSONL file: one object a line. Blank lines, a byte order mark and CRLF are accepted.
package struct JSONLines {
  /// The objects of the file at `path`, whose fields must be among `fields` (nil: any); a file without any is an error.
  package static func records(path: String, fields: [String]?) throws(PromptError) -> [JSONRecord] {
    let bytes = try contents(of: path)

    var records: [JSONRecord] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy(isSpace) {
      records.append(try record(line, at: FilePlace(file: path, line: index + 1), fields: fields))
    }
    if records.isEmpty { throw .emptyFile(path) }
    return records
  }

  private static func contents(of path: String) throws(PromptError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    // What Windows calls Unicode text; the parser would complain about a strange byte and not say what to do.
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .notUTF8(path) }
    return bytes
  }

  private static func record(_ line: ArraySlice<UInt8>, at place: FilePlace, fields: [String]?)
    throws(PromptError) -> JSONRecord
  {
    let value: JSON
    do { value = try JSON(parsing: line) } catch {
      throw .badJSON(place, column: error.column, message: error.message)
    }
    guard let object = value.objectValue else {
      throw .wrongType(place, field: nil, expected: "an object", found: value.kind)
    }
    guard let fields else { return JSONRecord(place: place, object: object) }
    var place = place
    if let id = object["id"]?.stringValue, !id.isEmpty { place.prompt = id }
    // Beside messages stand variables of the chat template, of any name.
    if object["messages"].map({ !$0.isNull }) == true { return JSONRecord(place: place, object: object) }
    for (key, _) in object.members where !fields.contains(where: { $0.utf8.elementsEqual(key.utf8) }) {
      throw .unknownField(place, field: key, nearest: nearestName(to: key, in: fields), known: fields)
    }
    return JSONRecord(place: place, object: object)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}

/// One line of a JSONL file. A member that is `null` counts as missing.
package struct JSONRecord {
  package let place: FilePlace
  package let object: JSONObject

  package subscript(field: String) -> JSON? {
    guard let value = object[field], !value.isNull else { return nil }
    return value
  }

  /// The text of `field`, which may be missing but not empty.
  package func string(_ field: String) throws(PromptError) -> String? {
    guard let value = self[field] else { return nil }
    guard let string = value.stringValue else {
      throw .wrongType(place, field: field, expected: "a string", found: value.kind)
    }
    if string.isEmpty { throw .emptyField(place, field: field) }
    return string
  }

  /// A name for tables and messages: one line, nothing unprintable.
  func name(_ field: String) throws(PromptError) -> String? {
    guard let name = try string(field) else { return nil }
    if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw .controlCharacter(place, field: field)
    }
    return name
  }

  /// The `id` that every line must have.
  package func id() throws(PromptError) -> String {
    guard let id = try name("id") else { throw .missingID(place) }
    return id
  }

  /// The one of `tokens`, `messages` and a text by one of `names` that the line has.
  func content(textNames names: [String]) throws(PromptError) -> Prompt.Content {
    switch try name(among: names + ["tokens", "messages"]) {
    case "messages"?: .messages(try conversation(self["messages"] ?? .null))
    case "tokens"?: .tokens(try tokens())
    case let name?:
      if let text = try string(name) { .text(text) } else { throw .noContent(place) }
    case nil: throw .noContent(place)
    }
  }

  /// The content of an answer, which may be empty. It is one message, not a conversation.
  func answer() throws(PromptError) -> Prompt.Content {
    _ = try name(among: FieldNames.prompt)  // A text beside a prompt may be either.
    let names = ["text"] + FieldNames.answer
    if let name = try name(among: names + ["tokens"]) {
      if self[name]?.stringValue?.isEmpty == true { return .text("") }
      if self[name]?.arrayValue?.isEmpty == true { return .tokens([]) }
    }
    let content = try content(textNames: names)
    if case .messages = content { throw .noContent(place) }
    return content
  }

  /// The conversation of `messages`, with every field that is no field of prompts as a variable.
  private func conversation(_ value: JSON) throws(PromptError) -> Conversation {
    guard let messages = value.arrayValue else {
      throw .wrongType(place, field: "messages", expected: "an array of messages", found: value.kind)
    }
    if messages.isEmpty { throw .emptyField(place, field: "messages") }
    for message in messages where message["role"]?.stringValue == nil {
      throw .wrongType(
        place, field: "messages", expected: "objects with a text \"role\"",
        found: "an array with \(message.serialized())")
    }
    return Conversation(
      messages: messages,
      variables: object.members.filter { member in !PromptSet.fields.contains { $0 == member.key } }
        .map { (name: $0.key, value: $0.value) })
  }

  private func tokens() throws(PromptError) -> [Int] {
    let value = self["tokens"] ?? .null
    guard let elements = value.arrayValue else {
      throw .wrongType(place, field: "tokens", expected: "an array of token ids", found: value.kind)
    }
    if elements.isEmpty { throw .emptyField(place, field: "tokens") }
    var tokens: [Int] = []
    tokens.reserveCapacity(elements.count)
    for element in elements {
      guard let id = element.intValue, id >= 0 else {
        throw .badToken(place, index: tokens.count, found: element.serialized())
      }
      tokens.append(id)
    }
    return tokens
  }
}
