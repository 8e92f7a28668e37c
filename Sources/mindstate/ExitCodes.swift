import ArgumentParser
import MindstateStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place where an error becomes words on standard error and an exit code.
enum ExitCodes {
  static func leave(with error: any Error) -> Never {
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
        StandardError.sayError(Mindstate.fullMessage(for: error) + "\n")
        exit(code.rawValue)
      }
      StandardError.sayError("mindstate: \(oneLine("\(error)"))\n")
      exit(1)
    }
  }

  /// Errors are one line, whatever a file name or a prompt's id holds.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
