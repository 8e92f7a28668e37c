public import MindstateStore

/// Why a checkpoint directory cannot be used: where, what against what, what to do.
public enum CheckpointError: Error, CustomStringConvertible, Sendable {
  case notADirectory(path: String)
  case directory(ModelDirectoryError)
  case noWeights(directory: String)
  case badJSON(path: String, JSONError)
  case badIndex(path: String, why: String)
  case shardOutside(path: String, shard: String)
  case missingShard(path: String, shard: String)
  case missingTensor(directory: String, name: String, layer: Int?)
  case strayTensor(directory: String, name: String)
  case repeatedTensor(name: String, first: String, second: String)
  case wrongShape(file: String, name: String, shape: [Int], expected: [Int])
  case wrongType(file: String, name: String, dtype: String)
  case notFinite(file: String, name: String)
  case noHead(directory: String, name: String)
  case file(FileError)
  case tensors(SafetensorsError)
  case config(ConfigError)

  public var description: String {
    switch self {
    case .notADirectory(let path):
      "\(path): no such directory; give a Hugging Face checkpoint directory with config.json and model.safetensors"
    case .directory(let error): error.description
    case .noWeights(let directory):
      "\(directory): no model.safetensors and no model.safetensors.index.json; convert the weights to safetensors "
        + "(model.save_pretrained does so)"
    case .badJSON(let path, let error): "\(path): not valid JSON: \(error)"
    case .badIndex(let path, let why):
      "\(path): \(why); the index must map tensor names to shard files under weight_map"
    case .shardOutside(let path, let shard):
      "\(path): shard \"\(shard)\" lies outside the checkpoint's directory; shards must be file names beside the index"
    case .missingShard(let path, let shard): "\(path): shard \(shard) is missing; copy it beside the index"
    case .missingTensor(let directory, let name, _):
      "\(directory): tensor \(name) is missing, which config.json requires; the checkpoint is incomplete or of "
        + "another architecture"
    case .strayTensor(let directory, let name):
      "\(directory): tensor \(name) belongs to no part that config.json describes; ignoring it could give wrong "
        + "states. Check that config.json and weights belong together"
    case .repeatedTensor(let name, let first, let second):
      "tensor \(name) is in \(first) and in \(second); one of the shards is from another checkpoint"
    case .wrongShape(let file, let name, let shape, let expected):
      "\(file): tensor \(name) has shape \(shape), config.json requires \(expected)"
    case .wrongType(let file, let name, let dtype):
      "\(file): tensor \(name) is stored as \(dtype); weights are read as F32, F16 or BF16"
    case .notFinite(let file, let name):
      "\(file): tensor \(name) holds NaN or infinite values; the checkpoint is damaged or its training diverged"
    case .noHead(let directory, let name):
      "\(directory): no tensor \(name), so no logits; the checkpoint was saved without its language-model head. "
        + "States of the other sites can be had, logits and texts cannot"
    case .file(let error): error.description
    case .tensors(let error): error.description
    case .config(let error): error.description
    }
  }
}
