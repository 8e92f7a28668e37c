import ArgumentParser

/// What tests need to know of the commands: their names, what their pages say beside options, and whether a command
/// line is one that the program takes.
package enum CommandPages {
  /// Every command that the help lists: its words after the program's name, and its discussion as it is written.
  package static var all: [(words: [String], discussion: String)] { pages(of: Mindstate.self, []) }

  /// Why the program does not take `arguments`; nil where it does. Nothing is run.
  package static func refusal(of arguments: [String]) -> String? {
    do {
      try CommandNames.check(arguments)
      _ = try Mindstate.parseAsRoot(arguments)
      return nil
    } catch { return Mindstate.exitCode(for: error).isSuccess ? nil : Mindstate.message(for: error) }
  }

  private static func pages(
    of command: any ParsableCommand.Type, _ words: [String]
  ) -> [(words: [String], discussion: String)] {
    let own = (words, command.configuration.discussion)
    let below = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { subcommand in
      pages(of: subcommand, words + [subcommand.configuration.commandName ?? ""])
    }
    return [own] + below
  }
}
