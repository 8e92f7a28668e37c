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
    switch error {
    case is CleanExit, is ExitCode, is ValidationError: Mindstate.exit(withError: error)
    default:
      // The parser's own errors carry usage and code 64; everything else is ours.
      if Mindstate.exitCode(for: error) != .failure { Mindstate.exit(withError: error) }
      StandardError.write("mindstate: \(oneLine("\(error)"))\n")
      exit(1)
    }
  }

  /// Errors are one line, whatever a file name or a prompt's id holds.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
