import Foundation
import StateTesting
import Testing
import XCTest

/// Whether this process is the child of `TestOfTheTests`, whose tests are meant to fail.
let isChild = ProcessInfo.processInfo.environment["MINDSTATE_FAILING_TEST"] != nil

struct FailsUnderSwiftTesting {
  @Test(.enabled(if: isChild)) func fails() {
    expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
  }
}

final class FailsUnderXCTest: XCTestCase {
  func testFails() throws {
    try XCTSkipUnless(isChild)
    expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
  }
}
