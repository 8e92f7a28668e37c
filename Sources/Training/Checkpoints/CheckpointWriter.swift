package import MindstateNumerics
import MindstateStore
import MindstateModel

/// Writes a model as a Hugging Face checkpoint directory, which transformers and `mindstate` open.
package struct CheckpointWriter: Sendable {
  private let model: TrainingModel

  package init(_ model: TrainingModel) { self.model = model }

  /// Writes config.json, the tokenizer's files and, last, model.safetensors, each whole: a directory that has weights
  /// is complete.
  /// - Throws: `FileError`; `SafetensorsError` for a weight beyond the range of f16.
  package func write(to directory: String, format: FloatFormat) throws {
    try FileSystem.createDirectory(directory)
    let config = Self.stating(format, in: model.config)
    try AtomicFile.write(to: directory + "/config.json") { try $0.write(config.serialized(pretty: true) + "\n") }
    for companion in model.companions {
      let bytes = try TextFile.read(companion.path)
      try AtomicFile.write(to: "\(directory)/\(companion.name)") { try $0.write(bytes) }
    }
    try writeTokenizerConfig(to: directory + "/tokenizer_config.json")
    try writeWeights(to: directory + "/model.safetensors", format)
  }

  private func writeWeights(to path: String, _ format: FloatFormat) throws {
    let entries = model.parameters.entries
    var writer = try SafetensorsWriter(
      path: path, tensors: entries.map { .init($0.name, DType(format), $0.shape) }, metadata: [("format", "pt")])
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      for entry in entries { try writer.append(entry.value, to: &file) }
      writer.finish()
    }
  }

  /// Without one, transformers would wrap tokenizer.json in the model family's class, which may change it.
  private func writeTokenizerConfig(to path: String) throws {
    guard !model.companions.isEmpty, FileSystem.kind(of: path) == nil else { return }
    let content: JSONObject = [
      "tokenizer_class": .string("PreTrainedTokenizerFast"), "model_max_length": .integer(model.spec.context),
    ]
    try AtomicFile.write(to: path) { try $0.write(JSON.object(content).serialized(pretty: true) + "\n") }
  }

  /// `config` with the format of the weights in it, under the name that it is known by there.
  private static func stating(_ format: FloatFormat, in config: JSON) -> JSON {
    guard var object = config.objectValue else { return config }
    let name: JSON =
      switch format {
      case .f32: .string("float32")
      case .f16: .string("float16")
      case .bf16: .string("bfloat16")
      }
    let places = object.members.indices.filter { ["dtype", "torch_dtype"].contains(object.members[$0].key) }
    for place in places { object.members[place].value = name }
    if places.isEmpty { object.members.append(("torch_dtype", name)) }
    return .object(object)
  }
}
