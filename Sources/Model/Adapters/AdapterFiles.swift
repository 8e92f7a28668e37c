import MindstateNumerics
import MindstateStore

/// The two files of an adapter in PEFT's layout: `adapter_config.json` and `adapter_model.safetensors`.
struct AdapterFiles: Sendable {
  static let configName = "adapter_config.json"
  static let weightsName = "adapter_model.safetensors"

  let config: ModelConfig
  let weights: SafetensorsFile

  /// Opens the files of an adapter of the given kind.
  init(directory: String, kind: AdapterKind) throws(AdapterError) {
    let directory = try Self.path(directory)
    config = try Self.config(directory)
    try Self.require(kind, config)
    let path = directory + "/" + Self.weightsName
    guard FileSystem.kind(of: path) != nil else { throw .noWeights(directory: directory) }
    do { weights = try SafetensorsFile(path: path) } catch { throw .tensors(error) }
  }

  /// Where the files of the adapter in `given` lie.
  static func path(_ given: String) throws(AdapterError) -> String {
    guard FileSystem.kind(of: given) == .directory else { throw .notADirectory(path: given) }
    do throws(ModelDirectoryError) {
      let found = try ModelDirectory(given)
      try found.requireAdapter()
      return found.path
    } catch { throw .directory(error) }
  }

  static func config(_ directory: String) throws(AdapterError) -> ModelConfig {
    ModelConfig(path: directory + "/" + configName, fields: try fields(of: directory))
  }

  /// What `adapter_config.json` in `directory` holds.
  static func fields(of directory: String) throws(AdapterError) -> JSON {
    let path = directory + "/" + configName
    let bytes: [UInt8]
    do { bytes = try TextFile.read(path) } catch { throw .file(error) }
    do { return try JSON(parsing: bytes) } catch { throw .badJSON(path: path, error) }
  }

  static func kindName(_ config: ModelConfig) throws(AdapterError) -> String {
    do { return try config.string("peft_type") } catch { throw .config(error) }
  }

  private static func require(_ expected: AdapterKind, _ config: ModelConfig) throws(AdapterError) {
    let name = try kindName(config)
    if name == expected.rawValue { return }
    throw .wrongKind(path: config.path, kind: name, expected: expected, known: AdapterKind(rawValue: name))
  }

  /// The tensor `name` as a matrix of finite numbers.
  func matrix(_ info: TensorInfo, shape: [Int], model: String) throws(AdapterError) -> Matrix {
    guard info.shape == shape else {
      throw .wrongShape(file: weights.path, tensor: info.name, shape: info.shape, expected: shape, model: model)
    }
    guard info.dtype.floatFormat != nil else {
      throw .wrongType(file: weights.path, tensor: info.name, dtype: info.dtype.rawValue)
    }
    let matrix: Matrix
    do { matrix = try weights.matrix(info, rows: shape[0], columns: shape[1]) } catch { throw .tensors(error) }
    guard matrix.allFinite else { throw .notFinite(file: weights.path, tensor: info.name) }
    return matrix
  }
}

extension AdapterFiles {
  /// Writes both files, each whole: the configuration last, so that a directory which has one is complete.
  static func write(
    to directory: String, config: JSONObject, tensors: [(name: String, value: Matrix)], format: FloatFormat
  ) throws {
    try FileSystem.createDirectory(directory)
    let path = directory + "/" + weightsName
    var writer = try SafetensorsWriter(
      path: path,
      tensors: tensors.map { .init($0.name, DType(format), [$0.value.rows, $0.value.columns]) },
      metadata: [("format", "pt")])
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      for tensor in tensors { try writer.append(tensor.value, to: &file) }
      writer.finish()
    }
    let sorted = config.members.sorted { $0.key < $1.key }
    try AtomicFile.write(to: directory + "/" + configName) { file in
      try file.write(JSON.object(JSONObject(sorted)).serialized(pretty: true) + "\n")
    }
  }
}

extension ModelConfig {
  /// Refuses every field that asks for something and is not in `known`: it may change the arithmetic.
  func refuseFields(besides known: Set<String>) throws(ConfigError) {
    for (key, value) in fields.objectValue?.members ?? [] where !known.contains(key) && value.asksForSomething {
      throw unsupported(key, got: value.serialized(), supported: ["absent", "null"])
    }
  }

  /// A list of strings, or one string as a list of it; nil when absent.
  func strings(_ key: String) throws(ConfigError) -> [String]? {
    guard let value = value(key) else { return nil }
    if let text = value.stringValue { return [text] }
    guard let list = value.arrayValue else { throw wrongType(key, "a string or a list of strings") }
    let texts = list.compactMap(\.stringValue)
    guard texts.count == list.count else { throw wrongType(key, "a string or a list of strings") }
    return texts
  }
}

extension JSON {
  /// Neither null nor false nor empty.
  fileprivate var asksForSomething: Bool {
    switch self {
    case .null: false
    case .bool(let flag): flag
    case .string(let text): !text.isEmpty
    case .array(let list): !list.isEmpty
    case .object(let object): !object.members.isEmpty
    case .integer, .number: true
    }
  }
}
