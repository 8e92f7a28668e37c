#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Questions about paths, and directories.
package enum FileSystem {
  package enum Kind: Sendable { case file, directory, other }

  /// What is at `path`, links followed; nil when nothing is or it cannot be looked at.
  package static func kind(of path: String) -> Kind? {
    guard let status = try? SystemCalls.status(of: path) else { return nil }
    return status.isDirectory ? .directory : status.isRegular ? .file : .other
  }

  /// The absolute path without links of what exists at `path`.
  package static func realPath(_ path: String) throws(FileError) -> String { try SystemCalls.realPath(path) }

  /// Bytes that may still be written at `path`, or where it will be; nil where the system does not tell.
  package static func freeBytes(at path: String) -> Int? {
    var place = path
    while kind(of: place) == nil {
      let parent = directory(of: place)
      if parent == place { return nil }
      place = parent
    }
    return try? SystemCalls.freeBytes(at: place)
  }

  /// Makes the directory `path` and those above it that are missing; one that is there already is left as it is.
  package static func createDirectory(_ path: String) throws(FileError) {
    if kind(of: path) == .directory { return }
    let parent = directory(of: path)
    if parent != path { try createDirectory(parent) }
    do { try SystemCalls.mkdir(path) } catch {
      // Another process may have made it in between.
      if error.code != EEXIST || kind(of: path) != .directory { throw error }
    }
  }

  /// The directory that holds `path`: `.` for a bare name.
  package static func directory(of path: String) -> String {
    let (directory, _) = split(path)
    return directory
  }

  /// The last part of `path`.
  package static func name(of path: String) -> String {
    let (_, name) = split(path)
    return name
  }

  /// The running program without links; nil where that cannot be found out.
  package static func runningProgram() -> String? {
    #if os(Linux)
      return try? realPath("/proc/self/exe")
    #else
      guard let command = CommandLine.arguments.first else { return nil }
      if command.utf8.contains(UInt8(ascii: "/")) { return try? realPath(command) }
      let folders = (SystemCalls.environment("PATH") ?? "").split(separator: ":")
      let paths = folders.map { "\($0)/\(command)" }
      guard let path = paths.first(where: { kind(of: $0) == .file }) else { return nil }
      return try? realPath(path)
    #endif
  }

  private static func split(_ path: String) -> (directory: String, name: String) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
    let name = String(trimmed[trimmed.index(after: slash)...])
    return (slash == trimmed.startIndex ? "/" : String(trimmed[..<slash]), name)
  }
}
