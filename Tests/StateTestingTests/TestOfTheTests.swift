#if os(Linux)
  import Foundation
  import MindstateTestSupport
  import Testing

  /// A failing assertion must make the test process leave with an error, under both frameworks: a library that calls
  /// Swift Testing's `Issue.record` lets an XCTest case pass. Elsewhere the test bundle is no program that can be run.
  struct TestOfTheTests {
    @Test(
      .enabled(if: !isChild),
      arguments: [
        ["--testing-library", "swift-testing", "--filter", "FailsUnderSwiftTesting"],
        ["StateTestingTests.FailsUnderXCTest"],
      ])
    func aFailingAssertionFailsTheProcess(arguments: [String]) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: Fixture.repository)
      var environment = ProcessInfo.processInfo.environment
      environment["MINDSTATE_FAILING_TEST"] = "1"
      process.environment = environment
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = pipe
      process.standardInput = FileHandle.nullDevice
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus != 0, "\(text)")
      #expect(text.contains("expectSameState failed: resid layer 4, last: s "), "\(text)")
      #expect(text.contains("FailingTests.swift:"), "\(text)")
    }
  }
#endif
