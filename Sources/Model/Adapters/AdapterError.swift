public import MindstateStore

/// Why an adapter or a soft prompt cannot be used: where, what against what, what to do.
public enum AdapterError: Error, CustomStringConvertible, Sendable, Equatable {
  case notADirectory(path: String)
  case directory(ModelDirectoryError)
  case noWeights(directory: String)
  case badJSON(path: String, JSONError)
  case config(ConfigError)
  /// `peft_type` of another way to adapt than the one asked for.
  case wrongKind(path: String, kind: String, expected: AdapterKind, known: AdapterKind?)
  case file(FileError)
  case tensors(SafetensorsError)
  // Tensors against the model.
  case unknownModule(file: String, tensor: String, module: String, model: String)
  case outerModule(file: String, module: String)
  case unknownTensor(file: String, tensor: String)
  case wrongShape(file: String, tensor: String, shape: [Int], expected: [Int], model: String)
  case wrongType(file: String, tensor: String, dtype: String)
  case notFinite(file: String, tensor: String)
  // Tensors against the configuration.
  case missingTensor(file: String, tensor: String, module: String)
  case untargeted(file: String, tensor: String, config: String)
  case noTargets(path: String, targets: String, model: String)
  case noRoom(file: String, virtualTokens: Int, context: Int, model: String)

  public var description: String {
    switch self {
    case .notADirectory(let path):
      "\(path): no such directory; give one with adapter_config.json, which PEFT or mindstate wrote an adapter to"
    case .directory(let error): error.description
    case .noWeights(let directory):
      "\(directory): no adapter_model.safetensors; save the adapter as safetensors (PEFT's save_pretrained does so)"
    case .badJSON(let path, let error): "\(path): not valid JSON: \(error)"
    case .config(let error): error.description
    case .wrongKind(let path, let kind, let expected, let known):
      "\(path): peft_type is \(kind), needed is \(expected.rawValue)"
        + (known.map { "; give this directory as \($0.role)" } ?? "; other ways to adapt are not supported")
    case .file(let error): error.description
    case .tensors(let error): error.description
    case .unknownModule(let file, let tensor, let module, let model):
      "\(file): tensor \(tensor) adapts \(module), which is no linear map of a layer of \(model); "
        + "the adapter was made for another model"
    case .outerModule(let file, let module):
      "\(file): adapts \(module); adapters of embeddings and of the language-model head are not computed. "
        + "Train one whose target_modules lie inside the layers"
    case .unknownTensor(let file, let tensor):
      "\(file): tensor \(tensor) is no part of such an adapter; ignoring it could give wrong states"
    case .wrongShape(let file, let tensor, let shape, let expected, let model):
      "\(file): tensor \(tensor) has shape \(shape), \(model) and adapter_config.json require \(expected); "
        + "the adapter was made for another model"
    case .wrongType(let file, let tensor, let dtype):
      "\(file): tensor \(tensor) is stored as \(dtype); adapters are read as F32, F16 or BF16"
    case .notFinite(let file, let tensor):
      "\(file): tensor \(tensor) holds NaN or infinite values; the file is damaged or the training diverged"
    case .missingTensor(let file, let tensor, let module):
      "\(file): tensor \(tensor) is missing, though adapter_config.json names \(module) as adapted; "
        + "configuration and weights do not belong together"
    case .untargeted(let file, let tensor, let config):
      "\(file): tensor \(tensor) adapts a module which \(config) does not name; "
        + "configuration and weights do not belong together"
    case .noTargets(let path, let targets, let model):
      "\(path): target_modules \(targets) name no linear map of a layer of \(model); the adapter was made for "
        + "another model"
    case .noRoom(let file, let tokens, let context, let model):
      "\(file): \(tokens) virtual tokens leave no room in the context of \(context) of \(model)"
    }
  }
}

/// The ways to adapt that are known, by PEFT's `peft_type`.
public enum AdapterKind: String, Sendable, CaseIterable {
  case lora = "LORA"
  case softPrompt = "PROMPT_TUNING"

  /// What a condition takes such a directory as.
  var role: String {
    switch self {
    case .lora: "the adapter"
    case .softPrompt: "the soft prompt"
    }
  }
}
