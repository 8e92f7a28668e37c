import MindstateStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output in large pieces, with errors (a closed pipe, a full disk) reported and not lost.
enum StandardOutput {
  static func write(_ text: String) throws {
    var text = text
    var remaining = text.withUTF8 { unsafe Array($0) }[...]
    while !remaining.isEmpty {
      let written = unsafe remaining.withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError(path: "standard output", operation: .write, code: errno)
      }
      remaining = remaining.dropFirst(written)
    }
  }

  static func flush() throws {}
  static var isTerminal: Bool { isatty(1) == 1 }
}

/// Standard error: messages and progress.
enum StandardError {
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in _ = unsafe Glibc.write(2, bytes.baseAddress, bytes.count) }
  }

  static var isTerminal: Bool { isatty(2) == 1 }
}
