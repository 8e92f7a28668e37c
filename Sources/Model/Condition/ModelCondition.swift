public import MindstateNumerics
import MindstateStore

/// A model as a condition uses it: a checkpoint, with an adapter merged in and a soft prompt before every prompt where
/// they are given or, a LoRA, lies beside the checkpoint's weights.
public struct ModelCondition: Sendable {
  public let checkpoint: Checkpoint
  public let adapter: LoRA?
  public let softPrompt: SoftPrompt?
  /// `base`, `base+refusal`, `base+k16`: the directories' names; `tuned+tuned` where the LoRA lies beside the weights.
  public let name: String
  /// What the model's directory is, and what of it is used.
  public let directory: ModelDirectory

  /// Opens all of them and checks them against each other.
  ///
  /// - Parameters:
  ///   - model: a checkpoint directory, or the root of one in a Hugging Face cache.
  ///   - adapter: a directory in PEFT's layout; nil takes the LoRA beside the weights, or none where there is none.
  ///   - softPrompt: likewise.
  /// - Throws: `CheckpointError`, `AdapterError`.
  public init(model: String, adapter: String? = nil, softPrompt: String? = nil) throws {
    let checkpoint = try Checkpoint(directory: model)
    self.checkpoint = checkpoint
    directory = try ModelDirectory(model)
    let adapter = try directory.adapter(named: adapter, softPrompt: softPrompt)
    self.adapter = try adapter.map { try LoRA(directory: $0, for: checkpoint) }
    self.softPrompt = try softPrompt.map { try SoftPrompt(directory: $0, for: checkpoint) }
    name = try [model, adapter, softPrompt].compactMap { try $0.map { try ModelDirectory($0).name } }
      .joined(separator: "+")
  }

  public var spec: TransformerSpec { checkpoint.spec }

  /// Virtual tokens before every prompt.
  public var virtualTokens: Int { softPrompt?.count ?? 0 }

  /// The checkpoint's tensors with the adapter merged in.
  package var source: any TensorSource {
    let base = CheckpointTensors(checkpoint)
    return adapter.map { AdaptedTensors(base, $0) } ?? base
  }

  public func transformer(workers: Workers = Workers()) -> Transformer {
    Transformer(source, softPrompt: softPrompt, workers: workers)
  }

  /// The checkpoint's tokenizer.
  public func tokenizer() throws(TokenizerError) -> Tokenizer { try Tokenizer(path: checkpoint.directory) }

  /// What names the model in captures: the checkpoint's digest, combined with those of adapter and soft prompt.
  public func digest(_ workers: Workers = Workers()) -> String {
    var parts = [checkpoint.digest(workers)]
    if let adapter { parts.append("adapter \(adapter.digest())") }
    if let softPrompt { parts.append("soft prompt \(softPrompt.digest())") }
    return parts.count == 1 ? parts[0] : Digest(parts.joined(separator: "\n")).text
  }
}
