/// The flat strings of a capture, as values.
struct CaptureMetadata {
  static let format = "mindstate.capture/1"

  /// The keys of `__metadata__`.
  enum Key: String {
    case format, prompt_ids, groups, labels, layers, position, condition, wrapper, model, tool
  }

  var condition: String
  var wrapper: String
  var model: String
  var tool: String
  var prompts: [CapturedPrompt]
  var positions: [String]
  var layers: SiteLayers
}

extension CaptureMetadata {
  /// Reads and checks the metadata of `file`.
  init(_ file: SafetensorsFile) throws(CaptureError.Problem) {
    guard let format = file.metadata(Key.format.rawValue) else { throw .notACapture }
    guard format == Self.format else { throw .unknownFormat(format) }
    condition = file.metadata(Key.condition.rawValue) ?? Self.stem(of: file.path)
    wrapper = file.metadata(Key.wrapper.rawValue) ?? ""
    model = file.metadata(Key.model.rawValue) ?? ""
    tool = file.metadata(Key.tool.rawValue) ?? ""
    positions = try Self.positions(in: file)
    layers = try SiteLayers(file)
    prompts = try Self.prompts(in: file)
  }

  /// As written to a file; `groups` and `labels` only where a prompt has one.
  var pairs: [(key: String, value: String)] {
    var pairs: [(Key, String)] = [(.format, Self.format), (.condition, condition), (.wrapper, wrapper)]
    pairs += [(.model, model), (.tool, tool), (.position, positions.joined(separator: ","))]
    pairs.append((.prompt_ids, JSON.array(prompts.map { .string($0.id) }).serialized()))
    if prompts.contains(where: { $0.group != nil }) {
      pairs.append((.groups, JSON.array(prompts.map { $0.group.map { .string($0) } ?? .null }).serialized()))
    }
    let columns = labelColumns
    if !columns.members.isEmpty { pairs.append((.labels, JSON.object(columns).serialized())) }
    return pairs.map { (key: $0.0.rawValue, value: $0.1) } + layers.pairs
  }

  /// Label name → values in the order of the prompts, names in the order of their first use.
  private var labelColumns: JSONObject {
    var columns = JSONObject()
    var indices: [UTF8Key: Int] = [:]
    for (row, prompt) in prompts.enumerated() {
      for (name, value) in prompt.labels {
        let index = indices[UTF8Key(name)] ?? columns.members.count
        if index == columns.members.count {
          indices[UTF8Key(name)] = index
          columns.members.append((name, .array(Array(repeating: .null, count: prompts.count))))
        }
        guard case .array(var values) = columns.members[index].value else { continue }
        // Let go of the member's own reference, or every value would copy the column.
        columns.members[index].value = .null
        values[row] = value
        columns.members[index].value = .array(values)
      }
    }
    return columns
  }

  static func json(_ key: String, in file: SafetensorsFile) throws(CaptureError.Problem) -> JSON? {
    guard let text = file.metadata(key) else { return nil }
    do { return try JSON(parsing: text) } catch { throw .metadataNotJSON(key: key, error) }
  }

  private static func positions(in file: SafetensorsFile) throws(CaptureError.Problem) -> [String] {
    guard let joined = file.metadata(Key.position.rawValue) else { throw .metadataMissing(key: Key.position.rawValue) }
    let positions = joined.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var seen: Set<UTF8Key> = []
    for position in positions {
      if position.isEmpty || position.contains("@") { throw .badName(position, of: "position") }
      if !seen.insert(UTF8Key(position)).inserted { throw .duplicatePosition(position) }
    }
    return positions
  }

  private static func prompts(in file: SafetensorsFile) throws(CaptureError.Problem) -> [CapturedPrompt] {
    let key = Key.prompt_ids.rawValue
    guard let value = try json(key, in: file) else { throw .metadataMissing(key: key) }
    guard let elements = value.arrayValue else { throw .malformedMetadata(key: key, expected: "an array of strings") }
    var prompts: [CapturedPrompt] = []
    for element in elements {
      guard let id = element.stringValue else { throw .malformedMetadata(key: key, expected: "an array of strings") }
      prompts.append(CapturedPrompt(id: id))
    }
    try check(prompts)
    try readGroups(of: file, into: &prompts)
    try readLabels(of: file, into: &prompts)
    return prompts
  }

  /// Throws unless there are prompts and their ids differ.
  static func check(_ prompts: [CapturedPrompt]) throws(CaptureError.Problem) {
    if prompts.isEmpty { throw .noPrompts }
    var seen: Set<UTF8Key> = []
    for prompt in prompts where !seen.insert(UTF8Key(prompt.id)).inserted { throw .duplicatePrompt(id: prompt.id) }
  }

  private static func readGroups(of file: SafetensorsFile, into prompts: inout [CapturedPrompt])
    throws(CaptureError.Problem)
  {
    let key = Key.groups.rawValue
    guard let value = try json(key, in: file), !value.isNull else { return }
    guard let groups = value.arrayValue else {
      throw .malformedMetadata(key: key, expected: "an array of strings and nulls")
    }
    guard groups.count == prompts.count else {
      throw .metadataCount(key: key, count: groups.count, prompts: prompts.count)
    }
    for (index, group) in groups.enumerated() {
      guard group.isNull || group.stringValue != nil else {
        throw .malformedMetadata(key: key, expected: "an array of strings and nulls")
      }
      prompts[index].group = group.stringValue
    }
  }

  private static func readLabels(of file: SafetensorsFile, into prompts: inout [CapturedPrompt])
    throws(CaptureError.Problem)
  {
    let key = Key.labels.rawValue
    guard let value = try json(key, in: file), !value.isNull else { return }
    guard let columns = value.objectValue else {
      throw .malformedMetadata(key: key, expected: "an object of arrays")
    }
    for (name, column) in columns.members {
      guard let values = column.arrayValue else { throw .malformedMetadata(key: key, expected: "an object of arrays") }
      guard values.count == prompts.count else {
        throw .metadataCount(key: "\(key).\(name)", count: values.count, prompts: prompts.count)
      }
      for (index, value) in values.enumerated() where !value.isNull { prompts[index].labels.append((name, value)) }
    }
  }

  /// The name of the file at `path` without its extension.
  private static func stem(of path: String) -> String {
    let name = FileSystem.name(of: path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}
