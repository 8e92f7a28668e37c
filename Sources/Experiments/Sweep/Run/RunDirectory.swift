import MindstateStore

/// The directory that a sweep fills: whole files, each with a record of what it was made from.
///
/// A record is written after its file and removed before the file is replaced. So at whatever moment the process is
/// killed, a file with a fitting record is a finished one; anything else is made again.
struct RunDirectory: Sendable {
  let path: String

  private static let records = ".pieces"
  private static let lock = ".lock"

  init(_ path: String) { self.path = path }

  /// Makes the directory and takes the lock; shards share it among themselves.
  func lock(shared: Bool) throws -> FileLock {
    try FileSystem.createDirectory(path)
    let place = "\(path)/\(Self.lock)"
    guard let lock = try FileLock.take(place, shared: shared, holder: "process \(SystemCalls.processID)") else {
      throw SweepError.locked(directory: path, holder: FileLock.holder(of: place))
    }
    try FileSystem.createDirectory("\(path)/\(Self.records)")
    return lock
  }

  func path(_ file: String) -> String { "\(path)/\(file)" }

  /// Whether `file` is there, whole, and made from what `key` names.
  func isCurrent(_ file: String, key: String) -> Bool {
    guard let record = record(of: file), record.key == key else { return false }
    return record.bytes == size(of: file)
  }

  /// What `file` was made from, where that is on record.
  func key(of file: String) -> String? { record(of: file)?.key }

  /// Replaces `file` by what `body` writes to the path it is given.
  func write(_ file: String, key: String, _ body: (String) throws -> Void) throws {
    let target = path(file)
    try FileSystem.createDirectory(FileSystem.directory(of: target))
    let place = recordPath(file)
    if FileSystem.kind(of: place) != nil { try SystemCalls.unlink(place) }
    try body(target)
    let record = JSONObject([
      ("file", .string(file)), ("made_from", .string(key)), ("bytes", .integer(size(of: file) ?? 0)),
    ])
    try AtomicFile.write(to: place) { try $0.write(JSON.object(record).serialized() + "\n") }
  }

  /// Removes what earlier sweeps made here that is none of `files`, and what a killed process left half-written.
  /// - Returns: the files that are gone.
  func clean(keeping files: Set<String>) throws -> [String] {
    var removed: [String] = []
    for name in (try? SystemCalls.names(in: "\(path)/\(Self.records)")) ?? [] where name.hasSuffix(".json") {
      let place = "\(path)/\(Self.records)/\(name)"
      guard let file = Self.record(at: place)?.file, !file.hasPrefix("/"), !file.split(separator: "/").contains("..")
      else {
        try SystemCalls.unlink(place)
        continue
      }
      if files.contains(file) { continue }
      try SystemCalls.unlink(place)
      if FileSystem.kind(of: path(file)) == .file {
        try SystemCalls.unlink(path(file))
        removed.append(file)
      }
    }
    for folder in [".", Self.records, "captures", "texts"] { removeTemporaries(in: path(folder)) }
    return removed
  }

  /// Removes those of `files` that a sweep made here, with their records.
  func forget(_ files: [String]) throws {
    for file in files where record(of: file) != nil {
      try SystemCalls.unlink(recordPath(file))
      if FileSystem.kind(of: path(file)) == .file { try SystemCalls.unlink(path(file)) }
    }
  }

  private func removeTemporaries(in folder: String) {
    for name in (try? SystemCalls.names(in: folder)) ?? [] where name.hasPrefix(".") && name.hasSuffix(".tmp") {
      try? SystemCalls.unlink("\(folder)/\(name)")
    }
  }

  private func size(of file: String) -> Int? {
    guard let status = try? SystemCalls.status(of: path(file)), status.isRegular else { return nil }
    return status.size
  }

  private func recordPath(_ file: String) -> String {
    "\(path)/\(Self.records)/\(String(file.map { $0 == "/" ? "-" : $0 })).json"
  }

  private func record(of file: String) -> (file: String, key: String, bytes: Int)? {
    guard let record = Self.record(at: recordPath(file)), record.file == file else { return nil }
    return record
  }

  private static func record(at place: String) -> (file: String, key: String, bytes: Int)? {
    guard let bytes = try? TextFile.read(place), let json = try? JSON(parsing: bytes),
      let file = json["file"]?.stringValue, let key = json["made_from"]?.stringValue,
      let size = json["bytes"]?.intValue
    else { return nil }
    return (file, key, size)
  }
}
