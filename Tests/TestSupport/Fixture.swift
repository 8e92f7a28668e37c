import Foundation

/// Where tests find their files: those committed beside them, and a temporary directory of their own.
public enum Fixture {
  /// The root of the repository.
  public static let repository: String = {
    let here = URL(fileURLWithPath: #filePath)
    return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  }()

  /// The path of `name` under `Tests/Fixtures`, as in `Fixture.path("store/capture.safetensors")`.
  public static func path(_ name: String) -> String { "\(repository)/Tests/Fixtures/\(name)" }

  /// The path of `name` among the real checkpoints and corpora beside the repository; nil when it is not there.
  public static func real(_ name: String) -> String? {
    let path = URL(fileURLWithPath: "\(repository)/../shared/real/\(name)").standardizedFileURL.path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}

/// Calls `body` with the path of an empty directory which is removed afterwards.
public func withTemporaryDirectory<R>(_ body: (String) throws -> R) throws -> R {
  let directory = try makeTemporaryDirectory()
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory.path)
}

/// Calls the asynchronous `body` with the path of an empty directory which is removed afterwards.
public func withTemporaryDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
  let directory = try makeTemporaryDirectory()
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory.path)
}

private func makeTemporaryDirectory() throws -> URL {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent("mindstate-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  return directory
}
