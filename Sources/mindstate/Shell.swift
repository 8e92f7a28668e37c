import ArgumentParser
import MindstateStore

/// A shell that completes words, and where it looks for how.
enum Shell: String, CaseIterable, ExpressibleByArgument {
  case bash, zsh, fish

  /// The one that the user logs in with.
  static func own() throws(CompletionsError) -> Shell {
    let name = FileSystem.name(of: SystemCalls.environment("SHELL") ?? "")
    guard let shell = Shell(rawValue: name) else { throw .unknownShell(name == "." ? "" : name) }
    return shell
  }

  var generated: CompletionShell {
    switch self {
    case .bash: .bash
    case .zsh: .zsh
    case .fish: .fish
    }
  }

  var file: String {
    switch self {
    case .bash: "mindstate"
    case .zsh: "_mindstate"
    case .fish: "mindstate.fish"
    }
  }

  /// The user's own directory for such files.
  func folder() throws(CompletionsError) -> String {
    switch self {
    case .bash: try Self.home("XDG_DATA_HOME", else: ".local/share") + "/bash-completion/completions"
    case .zsh: try Self.home("XDG_DATA_HOME", else: ".local/share") + "/zsh/site-functions"
    case .fish: try Self.home("XDG_CONFIG_HOME", else: ".config") + "/fish/completions"
    }
  }

  /// What the user has still to do.
  func advice(folder: String, path: String) -> String {
    switch self {
    case .fish: "It is used in new shells."
    case .bash:
      FileSystem.kind(of: "/usr/share/bash-completion/bash_completion") == .file
        ? "It is used in new shells (by the package bash-completion, where your ~/.bashrc loads that)."
        : "Install the package bash-completion, or put this line into ~/.bashrc:\n  source \(path)"
    case .zsh:
      Self.isInPath(folder)
        ? "It is used in new shells."
        : "Put this line into ~/.zshrc, before compinit is called:\n  fpath=(\(folder) $fpath)\n"
          + "If compinit is not called there, add: autoload -Uz compinit && compinit"
    }
  }

  private static func isInPath(_ folder: String) -> Bool {
    if (SystemCalls.environment("FPATH") ?? "").split(separator: ":").contains(where: { $0 == folder }) { return true }
    let settings = (try? home("ZDOTDIR", else: "")).flatMap { try? TextFile.read("\($0)/.zshrc") }
    return settings.map { String(decoding: $0, as: UTF8.self).contains(folder) } ?? false
  }

  private static func home(_ variable: String, else folder: String) throws(CompletionsError) -> String {
    if let set = SystemCalls.environment(variable), set.hasPrefix("/") { return set }
    guard let home = SystemCalls.environment("HOME"), !home.isEmpty else { throw .noHome(variable: variable) }
    return folder.isEmpty ? home : "\(home)/\(folder)"
  }
}
