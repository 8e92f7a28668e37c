#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that are written whole or not at all.
public enum AtomicFile {
  /// Writes the file at `path` through `body`.
  ///
  /// The bytes go to a temporary file beside `path`, reach the disk, and only then take its name; until that moment,
  /// and after any error, an older file at `path` is as it was and no temporary file is left. Several processes may
  /// write the same path: one of the whole files stays. A new file has the permissions that the umask leaves, a
  /// replaced one keeps its own. A link is followed. A pipe or device at `path` is written to directly.
  /// - Throws: `FileError`, or whatever `body` throws.
  public static func write(to path: String, _ body: (inout FileWriter) throws -> Void) throws {
    try check(path)
    let existing = try? SystemCalls.status(of: path)
    if let existing, !existing.isRegular { return try writeDirectly(to: path, body) }

    // The file that a link leads to is replaced, not the link.
    let target = existing == nil ? path : try SystemCalls.realPath(path)
    let temporary = temporaryPath(for: target)
    TemporaryFiles.insert(temporary)
    defer { TemporaryFiles.remove(temporary) }
    do {
      let descriptor = try SystemCalls.open(temporary, O_WRONLY | O_CREAT | O_EXCL, .write, naming: path)
      try fill(descriptor, path: path, mode: existing?.mode, body)
      try SystemCalls.rename(temporary, to: target, naming: path)
    } catch {
      try? SystemCalls.unlink(temporary)
      throw error
    }
    syncDirectory(of: target)
  }

  /// Throws what `write(to:)` would soon throw: a missing directory or one that cannot be written, a directory or a
  /// write-protected file at `path`. A command calls it before it computes for an hour.
  public static func check(_ path: String) throws(FileError) {
    if path.isEmpty { throw FileError(path: path, operation: .write, code: ENOENT) }
    if let existing = try? SystemCalls.status(of: path) {
      if existing.isDirectory { throw FileError(path: path, operation: .write, code: EISDIR) }
      try SystemCalls.checkWritable(path)
      if !existing.isRegular { return }
    } else if path.hasSuffix("/") {
      throw FileError(path: path, operation: .write, code: EISDIR)
    }
    let target = (try? SystemCalls.realPath(path)) ?? path
    do throws(FileError) {
      let directory = FileSystem.directory(of: target)
      guard try SystemCalls.status(of: directory).isDirectory else {
        throw FileError(path: path, operation: .write, code: ENOTDIR)
      }
      try SystemCalls.checkWritable(directory)
    } catch { throw FileError(path: path, operation: .write, code: error.code) }
  }

  private static func writeDirectly(to path: String, _ body: (inout FileWriter) throws -> Void) throws {
    let descriptor = try SystemCalls.open(path, O_WRONLY, .write)
    defer { try? SystemCalls.close(descriptor, path: path) }
    var writer = FileWriter(descriptor: descriptor, path: path)
    try body(&writer)
    try writer.flush()
  }

  /// Writes, syncs and closes the temporary file.
  private static func fill(
    _ descriptor: CInt, path: String, mode: UInt32?, _ body: (inout FileWriter) throws -> Void
  ) throws {
    do {
      if let mode { try SystemCalls.setMode(descriptor, mode, path: path) }
      var writer = FileWriter(descriptor: descriptor, path: path)
      try body(&writer)
      try writer.flush()
      try SystemCalls.fsync(descriptor, path: path)
    } catch {
      try? SystemCalls.close(descriptor, path: path)
      throw error
    }
    try SystemCalls.close(descriptor, path: path)
  }

  /// A name beside `path` that no other process and no other thread takes.
  private static func temporaryPath(for path: String) -> String {
    let tag = String(UInt64.random(in: .min ... .max), radix: 36)
    // File names have at most 255 bytes, most of which the tag must not push out.
    let name = String(decoding: Array(FileSystem.name(of: path).utf8.prefix(200)), as: UTF8.self)
    return "\(FileSystem.directory(of: path))/.\(name).\(SystemCalls.processID)-\(tag).tmp"
  }

  /// Makes the new name outlast a power cut. By now the file is whole and in its place, and some file systems refuse
  /// to sync a directory, so an error here changes nothing for the user and is not reported.
  private static func syncDirectory(of path: String) {
    let directory = FileSystem.directory(of: path)
    guard let descriptor = try? SystemCalls.open(directory, O_RDONLY, .write) else { return }
    try? SystemCalls.fsync(descriptor, path: directory)
    try? SystemCalls.close(descriptor, path: directory)
  }
}
