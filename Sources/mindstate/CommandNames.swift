import ArgumentParser
import MindstateModel

/// The commands as a tree of names, for a word that should be one and is none.
enum CommandNames {
  /// - Throws: a usage error with the nearest name, where a word stands for a command that does not exist.
  static func check(_ arguments: [String]) throws {
    var words = arguments[...]
    // `mindstate help lab table` names commands as `mindstate lab table` does.
    let asksForHelp = words.first == "help"
    if asksForHelp { words = words.dropFirst() }
    var (command, path): (any ParsableCommand.Type, String) = (Mindstate.self, "mindstate")
    while !command.configuration.subcommands.isEmpty {
      guard let word = words.first, !word.hasPrefix("-"), word != "help" || asksForHelp else { return }
      guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
        throw ValidationError(unknown(word, of: command, path))
      }
      (command, path, words) = (next, "\(path) \(word)", words.dropFirst())
    }
  }

  private static func unknown(_ word: String, of command: any ParsableCommand.Type, _ path: String) -> String {
    let known = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .compactMap { $0.configuration.commandName }
    let meant = nearestName(to: word, in: known).map { [$0] } ?? known.filter { !word.isEmpty && $0.hasPrefix(word) }
    let advice = meant.isEmpty ? "" : " Did you mean \(meant.map { "'\($0)'" }.joined(separator: " or "))?"
    return "'\(word)' is no command of \(path).\(advice)"
  }
}
