import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// Reading files whole or through a map, and making directories.
@Suite struct ReadingTests {
  @Test(arguments: [0, 1, 4095, 4096, 70_000])
  func mapAndTextAgree(count: Int) throws {
    try withTemporaryDirectory { directory throws in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
      let path = "\(directory)/file"
      try AtomicFile.write(to: path) { try $0.write(bytes) }
      let map = try MappedFile(path: path)
      #expect(try TextFile.read(path) == bytes)
      #expect(map.count == count)
      #expect(map[0..<count] == bytes)
    }
  }

  @Test func aByteOrderMarkAndTheCarriageReturnOfALineEndAreNoText() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/file"
      try AtomicFile.write(to: path) { try $0.write("\u{FEFF}a\r\nb\rc\r\r\n\u{FEFF}") }
      #expect(try TextFile.read(path) == Array("a\r\nb\rc\r\r\n\u{FEFF}".utf8))
      let read = try TextFile.readLines(path)
      #expect(read.bytes == Array("a\nb\rc\r\n\u{FEFF}".utf8) && read.hadCarriageReturns)
      try AtomicFile.write(to: path) { try $0.write("a\nb\r") }
      #expect(try !TextFile.readLines(path).hadCarriageReturns)
    }
  }

  @Test func readsFloatsInPlaceWhereAligned() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/file"
      try AtomicFile.write(to: path) { try $0.write([0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 1, 1, 1, 1]) }
      let map = try MappedFile(path: path)
      #expect(map.floats(in: 0..<8)?.count == 2)
      #expect(map.floats(in: 1..<9) == nil)
    }
  }

  @Test func refusesDirectoriesAndMissingFiles() throws {
    try withTemporaryDirectory { directory throws in
      for (path, code) in [(directory, EISDIR), ("\(directory)/none", ENOENT), ("", ENOENT)] {
        let expected = FileError(path: path, operation: .read, code: code)
        #expect(throws: expected) { try MappedFile(path: path) }
        #expect(throws: expected) { try TextFile.read(path) }
      }
    }
  }

  @Test(arguments: [SystemCalls.Call.open, .stat, .read])
  func passesOnWhatTheSystemRefuses(call: SystemCalls.Call) throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/file"
      try AtomicFile.write(to: path) { try $0.write("text") }
      SystemCalls.failing(call, with: EIO) {
        #expect(throws: FileError(path: path, operation: .read, code: EIO)) { try TextFile.read(path) }
      }
      SystemCalls.failing(.mmap, with: ENOMEM) {
        #expect(throws: FileError(path: path, operation: .read, code: ENOMEM)) { try MappedFile(path: path) }
      }
    }
  }

  @Test func readsPipes() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/pipe"
      let status = unsafe mkfifo(path, 0o600)
      try #require(status == 0)
      Thread.detachNewThread { try? AtomicFile.write(to: path) { try $0.write([UInt8](repeating: 1, count: 100_000)) } }
      let bytes = try TextFile.read(path)
      #expect(bytes.count == 100_000)
    }
  }

  @Test func makesDirectories() throws {
    try withTemporaryDirectory { directory throws in
      try FileSystem.createDirectory("\(directory)/a/b/c")
      try FileSystem.createDirectory("\(directory)/a/b/c/")
      #expect(FileSystem.kind(of: "\(directory)/a/b/c") == .directory)
      try AtomicFile.write(to: "\(directory)/file") { _ in }
      #expect(FileSystem.kind(of: "\(directory)/file") == .file)
      #expect(throws: FileError.self) { try FileSystem.createDirectory("\(directory)/file") }
      #expect(throws: FileError.self) { try FileSystem.createDirectory("\(directory)/file/a") }
    }
  }

  @Test(arguments: [
    ("a", ".", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/", "/", ""), ("a/b/", "a", "b"), ("./a.x", ".", "a.x"),
  ])
  func splitsPaths(path: String, directory: String, name: String) {
    #expect(FileSystem.directory(of: path) == directory)
    #expect(FileSystem.name(of: path) == name)
  }
}
