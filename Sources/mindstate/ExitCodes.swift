import ArgumentParser
import MindstateStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where an error becomes words on standard error and an exit code.
enum ExitCodes {
  /// - Parameter command: the one that was running; hints name only options that it has.
  static func leave(with error: any Error, from command: (any ParsableCommand.Type)?) -> Never {
    // The reader of our output has gone (`| head`): nothing is wrong.
    if let error = error as? FileError, error.code == EPIPE { exit(0) }
    StandardError.clearLine()
    switch error {
    case is CleanExit, is ExitCode: Mindstate.exit(withError: error)
    default:
      // The parser's own errors carry usage and code 64, and its "errors" of code 0 are help; everything else is ours.
      let code = Mindstate.exitCode(for: error)
      if code.isSuccess { Mindstate.exit(withError: error) }
      if code != .failure {
        StandardError.sayError(usage(error) + "\n")
        exit(code.rawValue)
      }
      let hint = OptionHint(for: error)?.text(in: command) ?? ""
      StandardError.sayError("mindstate: \(oneLine("\(error)"))\(hint)\n")
      exit(1)
    }
  }

  /// One line and code 1: a trap would bury the reason under a backtrace. What is in files already stays, since they are
  /// written whole.
  static func leaveForWantOfMemory(bytes: Int) -> Never {
    TemporaryFiles.removeAll()
    StandardError.sayError(
      "mindstate: out of memory: \(bytes) bytes for a matrix cannot be had; use fewer prompts, layers or positions, "
        + "or --threads 1\n")
    exit(1)
  }

  /// What the parser says; an option that does not exist is named before one that is therefore missing.
  private static func usage(_ error: any Error) -> String {
    let text = Mindstate.fullMessage(for: error)
    guard text.hasPrefix("Error: Missing expected argument"),
      let unknown = CommandNames.unknownOption(in: Array(CommandLine.arguments.dropFirst()))
    else { return text }
    return "Error: \(unknown)\n" + text.dropFirst("Error: ".count)
  }

  /// Errors are one line, whatever a file name or a prompt's id holds.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
