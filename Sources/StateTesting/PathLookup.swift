import MindstateExperiments
import MindstateStore

/// Finds files that a test names by a relative path.
struct PathLookup {
  /// The source file of the assertion.
  let source: String

  /// `path` where it exists so; else the same below a directory above the source file; else `path`, for the error.
  func callAsFunction(_ path: String) -> String {
    if path.hasPrefix("/") || FileSystem.kind(of: path) != nil { return path }
    var directory = FileSystem.directory(of: source)
    while true {
      let candidate = directory == "/" ? "/" + path : "\(directory)/\(path)"
      if FileSystem.kind(of: candidate) != nil { return candidate }
      let parent = FileSystem.directory(of: directory)
      if parent == directory || directory == "." { return path }
      directory = parent
    }
  }

  func callAsFunction(_ condition: AssertedCondition) -> AssertedCondition {
    var condition = condition
    condition.model = self(condition.model)
    condition.adapter = condition.adapter.map { self($0) }
    condition.softPrompt = condition.softPrompt.map { self($0) }
    if case .named(let name) = condition.template, name.utf8.contains(UInt8(ascii: "/")) || name.hasSuffix(".txt") {
      condition.template = .named(self(name))
    }
    return condition
  }

  func callAsFunction(_ controls: AssertedControls) -> AssertedControls {
    switch controls {
    case .none: .none
    case .directory(let path): .directory(self(path))
    case .conditions(let conditions): .conditions(conditions.map { self($0) })
    }
  }

  func callAsFunction(_ prompts: AssertedPrompts) -> AssertedPrompts {
    var prompts = prompts
    if case .file(let path) = prompts.source { prompts.source = .file(self(path)) }
    return prompts
  }
}
