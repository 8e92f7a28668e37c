import MindstateStore

/// What a directory is that stands for a model, an adapter or a tokenizer, and what of it is used.
///
/// Everything that takes such a directory asks here first, so that one directory is the same thing wherever it is
/// named. The root of a Hugging Face cache (`models--owner--name`) stands for the snapshot that its `refs/main` names.
public struct ModelDirectory: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    /// A configuration, and the weights it describes.
    case model
    /// An adapter alone; nil: of a kind that cannot be used.
    case adapter(AdapterKind?)
    /// Both; who names it as a model means the model with the adapter, as transformers does.
    case modelWithAdapter(AdapterKind?)
    /// `tokenizer.json` alone.
    case tokenizer
    /// None of these.
    case nothing
  }

  /// Where the files lie: the snapshot's directory for the root of a cache, else the path as it was given.
  public let path: String
  /// What conditions call it: the directory's name, in a cache the repository's.
  public let name: String
  public let content: Content
  /// The model that the adapter says it was made for.
  public let baseModel: String?
  /// Checkpoints of the way to here, by their steps: `checkpoint-500`, `step-20`.
  public let checkpoints: [String]
  /// Weights in formats that are not read.
  public let otherWeights: [String]

  private static let weights = ["model.safetensors", "model.safetensors.index.json"]
  private static let foreignEndings = [".bin", ".bin.index.json", ".gguf", ".pth", ".h5", ".msgpack", ".onnx"]

  public init(_ given: String) throws(ModelDirectoryError) {
    let (path, name) = try Self.snapshot(of: given)
    self.path = path
    self.name = name
    let names: [String]
    do { names = try SystemCalls.names(in: path) } catch { throw .file(error) }
    checkpoints = Self.steps(names)
    otherWeights = names.filter { name in Self.foreignEndings.contains { name.hasSuffix($0) } }
      .filter { $0 != "training_args.bin" && !$0.hasPrefix("optimizer") }.sorted()
    let adapter = names.contains(AdapterFiles.configName) ? try? AdapterFiles.fields(of: path) : nil
    let kind = adapter?["peft_type"]?.stringValue.flatMap(AdapterKind.init)
    baseModel = adapter?["base_model_name_or_path"]?.stringValue
    // An adapter's repository often holds its base's config.json; only weights make a model of it.
    let hasWeights = names.contains { Self.weights.contains($0) || $0.hasPrefix("pytorch_model") }
    let hasConfig = names.contains("config.json")
    switch (names.contains(AdapterFiles.configName), hasConfig, hasWeights) {
    case (true, true, true): content = .modelWithAdapter(kind)
    case (true, _, _): content = .adapter(kind)
    case (false, true, _), (false, false, true): content = .model
    case (false, false, false): content = names.contains("tokenizer.json") ? .tokenizer : .nothing
    }
    // The directory of a whole cache holds repositories, none of which anybody has named.
    let repositories = names.filter { $0.hasPrefix("models--") }.sorted()
    if content == .nothing, !repositories.isEmpty { throw .several(directory: given, .cached, repositories) }
  }

  /// Where the files of `given` lie: the snapshot of a cache's root, else `given` itself, which need not be a directory.
  package static func path(_ given: String) throws(ModelDirectoryError) -> String { try snapshot(of: given).path }

  /// What is there and not used, in the order in which a person reads it.
  public var unused: [String] { checkpoints + otherWeights }
}

// MARK: - What it may stand for

extension ModelDirectory {
  /// - Throws: where no model can be read from here.
  package func requireModel() throws(ModelDirectoryError) {
    switch content {
    case .model, .modelWithAdapter: return
    case .adapter(let kind): throw .noModel(directory: path, kind.map(Found.adapter) ?? .otherAdapter, base: baseModel)
    case .tokenizer, .nothing:
      if !checkpoints.isEmpty { throw .several(directory: path, .steps, checkpoints) }
      if content == .tokenizer { throw .noModel(directory: path, .tokenizer, base: nil) }
      throw .noModel(directory: path, .nothing, base: nil)
    }
  }

  /// - Throws: where no adapter can be read from here.
  package func requireAdapter() throws(ModelDirectoryError) {
    switch content {
    case .adapter, .modelWithAdapter: return
    case .model: throw .noAdapter(directory: path, .model)
    case .tokenizer, .nothing:
      if !checkpoints.isEmpty { throw .several(directory: path, .steps, checkpoints) }
      throw .noAdapter(directory: path, content == .tokenizer ? .tokenizer : .nothing)
    }
  }

  /// The adapter that a condition of this model applies when it names `adapter` and `softPrompt`: a LoRA beside the
  /// weights is applied as transformers applies it; what would be left out of the count is an error.
  func adapter(named adapter: String?, softPrompt: String?) throws(ModelDirectoryError) -> String? {
    guard case .modelWithAdapter(let kind) = content else { return adapter }
    for named in [adapter, softPrompt].compactMap(\.self) where Self.isSame(try Self.path(named), path) {
      return adapter
    }
    switch kind {
    case .softPrompt: throw .softPromptBeside(directory: path)
    // One that cannot be used is refused by its reader, not left out.
    case .lora, nil:
      if let adapter { throw .twoAdapters(directory: path, named: adapter) }
      return path
    }
  }

  /// - Throws: where training would begin with something else than what the directory stands for.
  package func requireModelAlone() throws(ModelDirectoryError) {
    try requireModel()
    if case .modelWithAdapter = content { throw .startWithAdapter(directory: path) }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    if a.utf8.elementsEqual(b.utf8) { return true }
    guard let a = try? FileSystem.realPath(a), let b = try? FileSystem.realPath(b) else { return false }
    return a.utf8.elementsEqual(b.utf8)
  }
}

// MARK: - Caches and runs

extension ModelDirectory {
  /// `models--owner--name/snapshots/REVISION`: where `refs/main` points to, or the only one.
  private static func snapshot(of given: String) throws(ModelDirectoryError) -> (path: String, name: String) {
    let folder = given + "/snapshots"
    let isRoot = ["config.json", AdapterFiles.configName, "tokenizer.json"].allSatisfy {
      FileSystem.kind(of: "\(given)/\($0)") == nil
    }
    guard isRoot, FileSystem.kind(of: folder) == .directory else { return (given, name(of: given)) }
    let revisions: [String]
    do { revisions = try SystemCalls.names(in: folder).filter { !$0.hasPrefix(".") }.sorted() } catch {
      throw .file(error)
    }
    if let bytes = try? TextFile.read(given + "/refs/main") {
      let main = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
      guard revisions.contains(where: { $0.utf8.elementsEqual(main.utf8) }) else {
        throw .noSnapshot(directory: given, revision: main)
      }
      return ("\(folder)/\(main)", name(of: given))
    }
    if revisions.isEmpty { throw .noSnapshot(directory: given, revision: nil) }
    if revisions.count > 1 { throw .several(directory: given, .revisions, revisions.map { "snapshots/\($0)" }) }
    return ("\(folder)/\(revisions[0])", name(of: given))
  }

  private static func name(of path: String) -> String {
    var path = path
    // `.` says nothing in a table.
    if [".", ".."].contains(FileSystem.name(of: path)), let real = try? FileSystem.realPath(path) { path = real }
    let folder = FileSystem.directory(of: path)
    let root = FileSystem.name(of: folder) == "snapshots" ? FileSystem.name(of: FileSystem.directory(of: folder)) : nil
    for name in [FileSystem.name(of: path), root ?? ""] where name.hasPrefix("models--") {
      let parts = name.dropFirst("models--".count)
      // The owner ends at the first pair of dashes, a name may hold more of them.
      return parts.firstPair.map { String(parts[$0...].dropFirst(2)) } ?? String(parts)
    }
    return FileSystem.name(of: path)
  }

  /// The names of checkpoints, by their step.
  private static func steps(_ names: [String]) -> [String] {
    names.compactMap { name -> (step: Int, name: String)? in
      for stem in ["checkpoint-", "step-"] where name.hasPrefix(stem) {
        return Int(name.dropFirst(stem.count)).map { ($0, name) }
      }
      return nil
    }.sorted { $0.step < $1.step }.map(\.name)
  }
}

extension Substring {
  /// Where the first `--` begins.
  fileprivate var firstPair: Index? {
    indices.first { self[$0] == "-" && index(after: $0) < endIndex && self[index(after: $0)] == "-" }
  }
}
