import Foundation

/// The built command line tool, run as a person would run it.
public struct Program: Sendable {
  public struct Result: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// Where the tool lies: beside the test bundle.
  public static let path: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for folder in [bundle.deletingLastPathComponent(), Bundle.main.bundleURL] {
      let candidate = folder.appendingPathComponent("mindstate")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
    }
    return "\(Fixture.repository)/.build/release/mindstate"
  }()

  /// Runs the tool, or another program, in `directory` and waits for it; `environment` adds to this process'.
  public static func run(
    _ arguments: [String], in directory: String = Fixture.repository, environment: [String: String] = [:],
    program: String = path
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if !environment.isEmpty {
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    }
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Both are read to the end before waiting: a full pipe would stop the tool.
    let collected = Collected()
    let reader = Thread {
      collected.errors = errors.fileHandleForReading.readDataToEndOfFile(); collected.done.signal()
    }
    reader.start()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    collected.done.wait()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      errors: String(decoding: collected.errors, as: UTF8.self))
  }

  private final class Collected: @unchecked Sendable {
    // Written by one thread before it signals `done`, read by the other after waiting for it.
    var errors = Data()
    let done = DispatchSemaphore(value: 0)
  }
}
