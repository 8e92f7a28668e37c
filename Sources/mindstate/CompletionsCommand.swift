import ArgumentParser
import MindstateStore

struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Let your shell complete commands and options: bash, zsh, fish.",
    subcommands: [CompletionsInstallCommand.self, CompletionsPrintCommand.self])
}

struct CompletionsInstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Write the completions to your shell's own place, and say what else is needed.",
    discussion: """
      bash: ~/.local/share/bash-completion/completions/mindstate
      zsh:  ~/.local/share/zsh/site-functions/_mindstate
      fish: ~/.config/fish/completions/mindstate.fish

      XDG_DATA_HOME and XDG_CONFIG_HOME are heeded. A file there that is not from this command is left alone.
      """)

  @Option(help: ArgumentHelp("bash, zsh or fish; that of $SHELL by default.", valueName: "shell"))
  var shell: Shell?
  @Flag(help: "Replace a file that this command did not write.")
  var force = false

  func run() throws {
    let shell = try shell ?? Shell.own()
    let folder = try shell.folder()
    let path = "\(folder)/\(shell.file)"
    if FileSystem.kind(of: path) != nil, !force, !Completions.isOurs(path) { throw CompletionsError.foreign(path) }
    try FileSystem.createDirectory(folder)
    let script = Completions.script(shell)
    try AtomicFile.write(to: path) { try $0.write(script) }
    try StandardOutput.say("Wrote \(path)\n\(shell.advice(folder: folder, path: path))\n")
  }
}

struct CompletionsPrintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print", abstract: "Print the completions of a shell, for a place of your own.")

  @Option(help: ArgumentHelp("bash, zsh or fish; that of $SHELL by default.", valueName: "shell"))
  var shell: Shell?

  func run() throws { try StandardOutput.write(Completions.script(try shell ?? Shell.own())) }
}

/// The scripts, which are generated from the commands.
enum Completions {
  private static let mark = "# Written by `mindstate completions`, which replaces it."

  static func script(_ shell: Shell) -> String {
    var script = Mindstate.completionScript(for: shell.generated)
    if script.last != "\n" { script += "\n" }
    return script + "\n\(mark)\n"
  }

  /// Whether the file at `path` is one of these.
  static func isOurs(_ path: String) -> Bool {
    guard let bytes = try? TextFile.read(path) else { return false }
    return String(decoding: bytes, as: UTF8.self).hasSuffix("\(mark)\n")
  }
}

enum CompletionsError: Error, CustomStringConvertible {
  case foreign(String)
  case noHome(variable: String)
  case unknownShell(String)

  var description: String {
    switch self {
    case .foreign(let path):
      "\(path): a file that mindstate did not write is there. Move it away, or give --force to replace it."
    case .noHome(let variable): "neither HOME nor \(variable) is set, so there is no place to write to. Set HOME."
    case .unknownShell(let name):
      "\(name.isEmpty ? "SHELL is not set" : "there are no completions for \(name)"). Give --shell bash, zsh or fish."
    }
  }
}
