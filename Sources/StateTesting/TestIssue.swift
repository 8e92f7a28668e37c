import MindstateStore
import Testing

#if canImport(XCTest)
  import XCTest
#endif

/// A failure of the test that is running, whichever framework runs it.
///
/// Each framework drops, without a word, what is recorded while the other runs. So nothing may be left to a library that
/// looks for them at run time: this one links both, and asks Swift Testing whether it is running.
enum TestIssue {
  /// Fails the running test at the place of its assertion.
  static func record(_ message: String, at site: CallSite) {
    if Test.current != nil { return recordInSwiftTesting(message, at: site) }
    // XCTest, or a task that a Swift Testing test has detached and that knows no test any more. What the framework that
    // does not run is told is lost, so both are told.
    recordInSwiftTesting(message, at: site)
    #if canImport(XCTest)
      XCTFail(message, file: site.filePath, line: site.line)
    #endif
    if !isTestProcess {
      try? SystemCalls.write(
        "\(site.filePath):\(site.line): no test is running that could fail: \(message)\n", to: 2,
        named: "standard error")
    }
  }

  private static func recordInSwiftTesting(_ message: String, at site: CallSite) {
    Issue.record(
      Comment(rawValue: message),
      sourceLocation: SourceLocation(
        fileID: "\(site.fileID)", filePath: "\(site.filePath)", line: Int(site.line), column: Int(site.column)))
  }

  /// Whether a test runner started this process: `swift test`, Xcode or `xctest`.
  private static let isTestProcess =
    CommandLine.arguments.contains {
      $0.hasSuffix("xctest") || $0.hasSuffix("swiftpm-testing-helper")
    } || ["XCTestConfigurationFilePath", "XCTestBundlePath"].contains { SystemCalls.environment($0) != nil }
}
