import ArgumentParser
import MindstateModel

/// The commands as a tree of names, for a word that should be one and is none.
enum CommandNames {
  /// - Throws: a usage error with the nearest name, where a word stands for a command that does not exist.
  static func check(_ arguments: [String]) throws {
    _ = try command(of: arguments)
  }

  /// The option among `arguments` that their command does not have, and the one that was probably meant: where it was to
  /// be one that is needed, the parser only says that this is missing.
  static func unknownOption(in arguments: [String]) -> String? {
    guard let command = try? command(of: arguments) else { return nil }
    let help = Mindstate.helpMessage(for: command, columns: 1000)
    let known = help.split(whereSeparator: { " ,\n[]".contains($0) }).filter { $0.hasPrefix("--") }.map(String.init)
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = String(argument.prefix { $0 != "=" })
      if known.contains(name) { continue }
      return "Unknown option '\(name)'." + (nearestName(to: name, in: known).map { " Did you mean '\($0)'?" } ?? "")
    }
    return nil
  }

  private static func command(of arguments: [String]) throws -> any ParsableCommand.Type {
    var words = arguments[...]
    // `mindstate help lab table` names commands as `mindstate lab table` does.
    if words.first == "help" { words = words.dropFirst() }
    var (command, path): (any ParsableCommand.Type, String) = (Mindstate.self, "mindstate")
    while !command.configuration.subcommands.isEmpty {
      guard let word = words.first, !word.hasPrefix("-") else { return command }
      guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
        throw ValidationError(unknown(word, of: command, path))
      }
      (command, path, words) = (next, "\(path) \(word)", words.dropFirst())
    }
    return command
  }

  private static func unknown(_ word: String, of command: any ParsableCommand.Type, _ path: String) -> String {
    let known = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .compactMap { $0.configuration.commandName }
    let meant = nearestName(to: word, in: known).map { [$0] } ?? known.filter { !word.isEmpty && $0.hasPrefix(word) }
    let advice = meant.isEmpty ? "" : " Did you mean \(meant.map { "'\($0)'" }.joined(separator: " or "))?"
    let few = command == Mindstate.self ? "" : "; there are \(known.joined(separator: ", "))"
    return "'\(word)' is no command of \(path)\(few).\(advice)"
  }
}
