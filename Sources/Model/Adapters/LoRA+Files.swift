package import MindstateNumerics
import MindstateStore

extension LoRA {
  private static let prefix = "base_model.model."
  private static let parts = (a: ".lora_A.weight", b: ".lora_B.weight")

  /// Reads an adapter in PEFT's layout and checks it against the model it is for.
  public init(directory: String, for checkpoint: Checkpoint) throws(AdapterError) {
    let files = try AdapterFiles(directory: directory, kind: .lora)
    let settings = try Self.settings(files.config)
    let selection = try Self.selection(settings, checkpoint, path: files.config.path)
    if let outer = checkpoint.outerModuleNames.first(where: { selection[$0] != nil }) {
      throw .outerModule(file: files.config.path, module: outer)
    }
    let modules = checkpoint.adaptableModules
    let chosen = modules.compactMap { module in selection[module.name].map { (module: module, choice: $0) } }
    try Self.checkNames(files, modules: modules, chosen: chosen.map(\.module), checkpoint)
    if chosen.isEmpty {
      throw .noTargets(
        path: files.config.path, targets: settings.targets.json.serialized(), model: checkpoint.directory)
    }
    var pairs: [Pair] = []
    for (module, choice) in chosen {
      pairs.append(try Self.pair(module, choice, files, model: checkpoint.directory))
    }
    self.init(settings: settings, pairs: pairs, layout: checkpoint.spec.linearLayout)
  }

  /// The settings of the adapter in `directory`, without a look at its weights.
  static func settings(_ config: ModelConfig) throws(AdapterError) -> LoRASettings {
    do { return try LoRASettings(config) } catch { throw .config(error) }
  }

  /// Every tensor of the file belongs to a module that the configuration names.
  private static func checkNames(
    _ files: AdapterFiles, modules: [AdaptableModule], chosen: [AdaptableModule], _ checkpoint: Checkpoint
  ) throws(AdapterError) {
    let path = files.weights.path
    let known = Set(modules.map { UTF8Key($0.name) })
    let targeted = Set(chosen.map { UTF8Key($0.name) })
    for tensor in files.weights.tensors {
      let name = tensor.name
      guard name.hasPrefix(prefix) else { throw .unknownTensor(file: path, tensor: name) }
      if let outer = checkpoint.outerModuleNames.first(where: { name.hasPrefix(prefix + $0 + ".") }) {
        throw .outerModule(file: path, module: outer)
      }
      guard let part = [parts.a, parts.b].first(where: { name.hasSuffix($0) }) else {
        throw .unknownTensor(file: path, tensor: name)
      }
      let module = String(name.dropFirst(prefix.count).dropLast(part.count))
      if !known.contains(UTF8Key(module)) {
        throw .unknownModule(file: path, tensor: name, module: module, model: checkpoint.directory)
      }
      if !targeted.contains(UTF8Key(module)) {
        throw .untargeted(file: path, tensor: name, config: files.config.path)
      }
    }
  }

  private static func pair(
    _ module: AdaptableModule, _ choice: ModuleSelection.Choice, _ files: AdapterFiles, model: String
  ) throws(AdapterError) -> Pair {
    func matrix(_ part: String, _ shape: [Int]) throws(AdapterError) -> Matrix {
      let name = prefix + module.name + part
      guard let info = files.weights[name] else {
        throw .missingTensor(file: files.weights.path, tensor: name, module: module.name)
      }
      return try files.matrix(info, shape: shape, model: model)
    }
    return Pair(
      role: module.role, layer: module.layer, module: module.name, scale: choice.scale,
      a: try matrix(parts.a, [choice.rank, module.inputs]), b: try matrix(parts.b, [module.outputs, choice.rank]))
  }

  /// Writes `adapter_config.json` and `adapter_model.safetensors` as PEFT reads them, each whole, into `directory`,
  /// which is made where it is missing.
  package func write(to directory: String, format: FloatFormat = .f32) throws {
    try AdapterFiles.write(
      to: directory, config: settings.json(transposed: layout == .inputsByOutputs),
      tensors: pairs.flatMap { pair in
        [(Self.prefix + pair.module + Self.parts.a, pair.a), (Self.prefix + pair.module + Self.parts.b, pair.b)]
      }, format: format)
  }
}
