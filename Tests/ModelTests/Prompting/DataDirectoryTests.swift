import Foundation
import MindstateModel
import MindstateTestSupport
import Testing

@Suite struct DataDirectoryTests {
  /// Makes what a data directory is known by at `path`.
  private func makeData(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/wrappers", withIntermediateDirectories: true)
    try Data("Q: {prompt}\nA:\n".utf8).write(to: URL(fileURLWithPath: path + "/wrappers/qa.txt"))
  }

  @Test func findsVariableThenWorkingDirectoryThenProgram() throws {
    try withTemporaryDirectory { root in
      let program = "\(root)/repo/.build/release/mindstate"
      let work = "\(root)/work"
      func locate(_ variable: String? = nil) throws -> String? {
        try DataDirectory.locate(variable: variable, workingDirectory: work, executable: program)
      }
      #expect(try locate() == nil)
      try makeData("\(root)/repo/.build/share/mindstate")
      #expect(try locate() == "\(root)/repo/.build/share/mindstate")
      try makeData("\(root)/repo/data")
      #expect(try locate() == "\(root)/repo/data")
      try makeData("\(work)/data")
      #expect(try locate() == "\(work)/data")
      try makeData("\(root)/set")
      #expect(try locate("\(root)/set") == "\(root)/set")
      #expect(try locate("") == "\(work)/data")
    }
  }

  @Test func passesOverSomebodyElsesDataDirectory() throws {
    try withTemporaryDirectory { root in
      try FileManager.default.createDirectory(atPath: "\(root)/data/wrappers", withIntermediateDirectories: true)
      #expect(try DataDirectory.locate(variable: nil, workingDirectory: root, executable: nil) == nil)
    }
  }

  @Test func refusesAVariableThatLeadsNowhere() {
    #expect(
      promptError { _ = try DataDirectory.locate(variable: "/absent", workingDirectory: ".", executable: nil) }
        == .badDataDirectory("/absent"))
  }
}
