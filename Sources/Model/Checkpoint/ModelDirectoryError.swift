public import MindstateStore

extension ModelDirectory {
  /// What was found where something else was asked for.
  public enum Found: Sendable, Equatable {
    case model
    case adapter(AdapterKind)
    case otherAdapter
    case tokenizer
    case nothing

    fileprivate var words: String {
      switch self {
      case .model: "a model"
      case .adapter(.lora): "a LoRA adapter"
      case .adapter(.softPrompt): "a soft prompt"
      case .otherAdapter: "an adapter of a kind that is not supported"
      case .tokenizer: "a tokenizer"
      case .nothing: "nothing that is known"
      }
    }
  }

  /// Several things of which one must be named.
  public enum Choice: Sendable, Equatable {
    /// Checkpoints that a training run left.
    case steps
    /// Snapshots of a repository in a cache.
    case revisions
    /// Repositories of a cache.
    case cached
  }
}

/// Why a directory cannot stand for what it was given as: what it is, and what to do.
public enum ModelDirectoryError: Error, CustomStringConvertible, Sendable, Equatable {
  case noModel(directory: String, ModelDirectory.Found, base: String?)
  case noAdapter(directory: String, ModelDirectory.Found)
  case several(directory: String, ModelDirectory.Choice, [String])
  /// `refs/main` names a revision that is not there; nil: there is none at all.
  case noSnapshot(directory: String, revision: String?)
  case twoAdapters(directory: String, named: String)
  case softPromptBeside(directory: String)
  case startWithAdapter(directory: String)
  case file(FileError)

  public var description: String {
    switch self {
    case .noModel(let directory, let found, let base): noModel(directory, found, base)
    case .noAdapter(let directory, .nothing):
      "\(directory): no adapter_config.json there; give a directory which PEFT or mindstate wrote an adapter to"
    case .noAdapter(let directory, let found):
      "\(directory): is \(found.words), not an adapter (no adapter_config.json); give it as the condition's "
        + "\(found == .model ? "model" : "tokenizer"), and a directory which PEFT or mindstate wrote an adapter to here"
    case .several(let directory, let choice, let names): several(directory, choice, names)
    case .noSnapshot(let directory, let revision):
      "\(directory): the cache holds \(revision.map { "no snapshot \($0), which refs/main names" } ?? "no snapshot"); "
        + "download the repository again"
    case .twoAdapters(let directory, let named):
      "\(directory): holds a LoRA beside the model, which is applied with it, and \(named) is given, too; only one can "
        + "be. Move adapter_config.json out of the directory, or leave the other away"
    case .softPromptBeside(let directory):
      "\(directory): holds a model and a soft prompt. Give the directory as the condition's soft prompt, too, to have "
        + "it before every prompt; move adapter_config.json away to have the model alone"
    case .startWithAdapter(let directory):
      "\(directory): holds a model and an adapter; training begins with a model alone. Merge the adapter into it (PEFT's "
        + "merge_and_unload), or move adapter_config.json away to begin without it"
    case .file(let error): error.description
    }
  }

  private func noModel(_ directory: String, _ found: ModelDirectory.Found, _ base: String?) -> String {
    let of = base.map { " of \($0)" } ?? ""
    let its = base ?? "the model it was made for"
    switch found {
    case .adapter(.lora):
      return
        "\(directory): is a LoRA adapter\(of), not a model: give it as the condition's adapter, and \(its) as the model"
    case .adapter(.softPrompt):
      return "\(directory): is a soft prompt\(of), not a model: give it as the condition's soft prompt, and \(its) as "
        + "the model"
    case .otherAdapter:
      return "\(directory): is an adapter\(of) of a kind that is not supported, not a model; merge it into its model "
        + "(PEFT's merge_and_unload) and give what comes out"
    case .tokenizer:
      return "\(directory): is a tokenizer, not a model: no config.json and no weights there"
    case .model, .nothing:
      return "\(directory): no config.json there; give a Hugging Face checkpoint directory with config.json and "
        + "model.safetensors"
    }
  }

  private func several(_ directory: String, _ choice: ModelDirectory.Choice, _ names: [String]) -> String {
    let last = "\(directory)/\(names.last ?? "")"
    let list =
      names.count > 6
      ? "\(names.prefix(3).joined(separator: ", ")), … \(names.suffix(2).joined(separator: ", "))"
      : names.joined(separator: ", ")
    switch choice {
    case .steps:
      return "\(directory): holds checkpoints of a training run (\(list)) and no finished model; give one of them: the "
        + "last is \(last)"
    case .revisions:
      return "\(directory): several snapshots and no refs/main that chooses one (\(list)); give one of them, as \(last)"
    case .cached:
      return "\(directory): is a cache of repositories (\(list)); give one of them, as \(last)"
    }
  }
}
