import MindstateStore

/// Directories that appear whole or not at all.
package enum WholeDirectory {
  /// Lets `body` fill a directory beside `path` and then gives it that name; a directory that is there already is
  /// replaced. After an error what was there is as it was, and nothing half-made is left.
  package static func write(to path: String, _ body: (String) throws -> Void) throws {
    let partial = path + ".partial"
    try remove(partial)
    do {
      try body(partial)
      try remove(path)
      try SystemCalls.rename(partial, to: path)
    } catch {
      try? remove(partial)
      throw error
    }
  }

  /// Removes a directory of files; one that is not there is none.
  private static func remove(_ path: String) throws(FileError) {
    guard FileSystem.kind(of: path) == .directory else { return }
    for name in try SystemCalls.names(in: path) { try SystemCalls.unlink("\(path)/\(name)") }
    try SystemCalls.rmdir(path)
  }
}
