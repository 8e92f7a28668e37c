import Foundation
import MindstateStore
import Testing

/// What a user reads when the system says no.
@Suite struct FileErrorTests {
  @Test(arguments: [ENOENT, EACCES, EISDIR, ENOTDIR, ENOSPC, EROFS, EIO, EMFILE, ENOMEM, ENAMETOOLONG, ENODEV, EINVAL])
  func isOneLineWithARemedy(code: CInt) {
    for operation in [FileError.Operation.read, .write, .remove, .createDirectory] {
      let message = FileError(path: "a b", operation: operation, code: code).description
      #expect(message.hasPrefix("a b: cannot "))
      #expect(message.hasSuffix("."))
      #expect(!message.contains("\n"))
      #expect(message.contains(SystemCalls.words(for: code) + ". "))
    }
  }

  @Test func tellsReadingFromWriting() {
    #expect(FileError(path: "x", operation: .read, code: ENOENT).description.hasSuffix("Check the path."))
    #expect(FileError(path: "d/x", operation: .write, code: ENOENT).description.contains("Make the directory"))
    #expect(FileError(path: "", operation: .read, code: ENOENT).description.hasPrefix("\"\": "))
  }

  /// A failure is forced for one task only, and ends with its block.
  @Test func forcesFailuresOnlyWhereAsked() async throws {
    try SystemCalls.failing(.stat, with: EIO, after: 1) {
      _ = try SystemCalls.status(of: "/")
      #expect(throws: FileError(path: "/", operation: .read, code: EIO)) { try SystemCalls.status(of: "/") }
      #expect(throws: FileError.self) { try SystemCalls.status(of: "/") }
    }
    _ = try SystemCalls.status(of: "/")
    try await SystemCalls.failing(.stat, with: EIO) {
      Task.detached { _ = try SystemCalls.status(of: "/") }
    }.value
  }
}
