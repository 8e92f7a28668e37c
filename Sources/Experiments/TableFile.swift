import MindstateReport
import MindstateStore

/// Where a table goes, and how: the file that was named, or a file of the table's own name in the directory that was.
struct TableFile {
  let path: String
  private let directory: String
  private let texts: CSVTexts

  /// - Parameter output: a path ending in `.csv` is the file, any other a directory.
  init(_ output: String, name: String, texts: CSVTexts = .guarded) {
    self.texts = texts
    path = output.hasSuffix(".csv") ? output : output + "/" + name
    directory = FileSystem.directory(of: path)
  }

  /// Refuses, before any work, what cannot be written to.
  func check() throws { if FileSystem.kind(of: directory) != nil { try AtomicFile.check(path) } }

  /// Writes the table whole, making its directory only now, so that a refused request leaves none.
  func write(_ table: [UInt8]) throws {
    let bytes = texts.applied(to: table)
    if !path.isEmpty, FileSystem.kind(of: directory) == nil { try FileSystem.createDirectory(directory) }
    try AtomicFile.write(to: path) { try $0.write(bytes) }
  }
}
