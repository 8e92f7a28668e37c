import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// Whole or nothing: what stands at the path, and beside it, after success and after every failure.
@Suite struct AtomicFileTests {
  private struct Interruption: Error {}

  private func files(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  private func write(_ text: String, to path: String) throws {
    try AtomicFile.write(to: path) { try $0.write(text) }
  }

  private func text(at path: String) throws -> String { String(decoding: try TextFile.read(path), as: UTF8.self) }

  private func setPermissions(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test func writesAndReplaces() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/out.csv"
      try write("first", to: path)
      #expect(try text(at: path) == "first")
      try write("second", to: path)
      #expect(try text(at: path) == "second")
      #expect(try files(in: directory) == ["out.csv"])
    }
  }

  @Test func writesMoreThanItsBuffer() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/big"
      let pieces: [[UInt8]] = [1, 300_000, 5, 262_144, 262_143, 2, 0].enumerated().map { i, n in
        [UInt8](repeating: UInt8(i), count: n)
      }
      try AtomicFile.write(to: path) { file in for piece in pieces { try file.write(piece) } }
      #expect(try TextFile.read(path) == pieces.flatMap(\.self))
    }
  }

  @Test func keepsTheOldFileWhenTheBodyThrows() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/out"
      try write("old", to: path)
      #expect(throws: Interruption.self) {
        try AtomicFile.write(to: path) { file in
          try file.write(String(repeating: "new", count: 1_000_000))
          throw Interruption()
        }
      }
      #expect(try text(at: path) == "old")
      #expect(try files(in: directory) == ["out"])
    }
  }

  struct Failure: CustomTestStringConvertible, Sendable {
    var call: SystemCalls.Call
    var code: CInt
    var successes = 0
    var testDescription: String { "\(call) fails with \(SystemCalls.words(for: code)) after \(successes)" }
  }

  @Test(arguments: [
    Failure(call: .open, code: EMFILE), Failure(call: .write, code: ENOSPC),
    Failure(call: .write, code: ENOSPC, successes: 3), Failure(call: .write, code: EIO),
    Failure(call: .fsync, code: ENOSPC), Failure(call: .fsync, code: EIO), Failure(call: .close, code: EDQUOT),
    Failure(call: .rename, code: EIO),
  ])
  func leavesNothingPartial(failure: Failure) throws {
    try withTemporaryDirectory { directory throws in
      for old in [nil, "old"] {
        let path = "\(directory)/out"
        if let old { try write(old, to: path) }
        let error = #expect(throws: FileError.self) {
          try SystemCalls.failing(failure.call, with: failure.code, after: failure.successes) {
            try write(String(repeating: "x", count: 100), to: path)
            try AtomicFile.write(to: path) { file in
              for _ in 0..<8 { try file.write([UInt8](repeating: 1, count: 300_000)) }
            }
          }
        }
        #expect(error?.code == failure.code)
        #expect(error?.path.hasSuffix("/out") == true)
        if failure.successes == 0 {
          #expect(try files(in: directory) == (old == nil ? [] : ["out"]))
          if let old { #expect(try text(at: path) == old) }
        } else {
          #expect(try text(at: path) == String(repeating: "x", count: 100))
          try FileManager.default.removeItem(atPath: path)
        }
      }
    }
  }

  @Test func saysThatTheDiskIsFull() {
    let error = FileError(path: "a/out.csv", operation: .write, code: ENOSPC)
    #expect(
      error.description
        == "a/out.csv: cannot write it: No space left on device. "
        + "Free some space or name a path on another disk; nothing partial is left.")
  }

  @Test func refusesBadTargetsBeforeWork() throws {
    try withTemporaryDirectory { directory throws in
      try AtomicFile.check("\(directory)/new.csv")
      try write("", to: "\(directory)/file")
      for (target, code) in [
        ("", ENOENT), (directory, EISDIR), ("\(directory)/new/", EISDIR), ("\(directory)/missing/out", ENOENT),
        ("\(directory)/file/out", ENOTDIR),
      ] {
        let error = #expect(throws: FileError.self) { try AtomicFile.check(target) }
        #expect(error?.code == code, "\(target)")
        #expect(error?.path == target)
        #expect(throws: FileError.self) { try write("x", to: target) }
      }
    }
  }

  /// Root may write everywhere, so the refusal is forced: first of the file, then of its directory.
  @Test(arguments: [0, 1])
  func refusesWhatMayNotBeWritten(successes: Int) throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/out"
      try write("old", to: path)
      SystemCalls.failing(.access, with: EACCES, after: successes) {
        #expect(throws: FileError(path: path, operation: .write, code: EACCES)) { try AtomicFile.check(path) }
      }
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func refusesWriteProtection() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/out"
      try write("old", to: path)
      try setPermissions(0o444, of: path)
      #expect(throws: FileError(path: path, operation: .write, code: EACCES)) { try AtomicFile.check(path) }
      try setPermissions(0o644, of: path)
      try setPermissions(0o555, of: directory)
      defer { try? setPermissions(0o755, of: directory) }
      #expect(throws: FileError.self) { try AtomicFile.check(path) }
    }
  }

  @Test func respectsPermissions() throws {
    try withTemporaryDirectory { directory throws in
      let mask = umask(0o022)
      umask(mask)
      try write("x", to: "\(directory)/new")
      #expect(try SystemCalls.status(of: "\(directory)/new").mode == 0o666 & ~UInt32(mask))
      try write("x", to: "\(directory)/private")
      try setPermissions(0o600, of: "\(directory)/private")
      try write("y", to: "\(directory)/private")
      #expect(try SystemCalls.status(of: "\(directory)/private").mode == 0o600)
    }
  }

  @Test func followsLinks() throws {
    try withTemporaryDirectory { directory throws in
      try write("old", to: "\(directory)/file")
      try FileManager.default.createSymbolicLink(atPath: "\(directory)/link", withDestinationPath: "file")
      try write("new", to: "\(directory)/link")
      #expect(try text(at: "\(directory)/file") == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/link") == "file")
    }
  }

  @Test func writesToDevices() throws { try write("gone", to: "/dev/null") }

  @Test func takesLongNames() throws {
    try withTemporaryDirectory { try write("x", to: "\($0)/" + String(repeating: "é", count: 127)) }
  }

  @Test func manyWritersLeaveOneWholeFile() async throws {
    try await withTemporaryDirectory { directory in
      let path = "\(directory)/out"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<16 {
          group.addTask {
            try AtomicFile.write(to: path) { file in
              for _ in 0..<50 { try file.write([UInt8](repeating: UInt8(writer), count: 10_000)) }
            }
          }
        }
        try await group.waitForAll()
      }
      let bytes = try TextFile.read(path)
      #expect(bytes.count == 500_000)
      #expect(Set(bytes).count == 1)
      #expect(try files(in: directory) == ["out"])
    }
  }

  @Test func interruptRemovesUnfinishedFiles() throws {
    try withTemporaryDirectory { directory throws in
      #expect(throws: FileError.self) {
        try AtomicFile.write(to: "\(directory)/out") { file in
          try file.write("x")
          #expect(try files(in: directory).count == 1)
          TemporaryFiles.removeAll(in: directory)
          #expect(try files(in: directory) == [])
        }
      }
      let left = try files(in: directory)
      #expect(left == [])
    }
  }
}
