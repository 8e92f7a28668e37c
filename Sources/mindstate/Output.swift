import MindstateStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output, whose errors (a closed pipe, a full disk) are thrown and not lost.
enum StandardOutput {
  static func write(_ text: String) throws { try SystemCalls.write(text, to: 1, named: "standard output") }
}

/// Standard error: messages and progress. When it cannot be written to there is nobody to tell.
enum StandardError {
  static func write(_ text: String) { try? SystemCalls.write(text, to: 2, named: "standard error") }
  static var isTerminal: Bool { isatty(2) == 1 }
}
