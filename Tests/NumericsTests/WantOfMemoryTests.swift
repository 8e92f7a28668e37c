import Foundation
import MindstateNumerics
import Testing

struct WantOfMemoryTests {
  /// A library decides neither what its user's program says nor the code with which it ends.
  @Test func aProgramEndsInItsOwnWay() async {
    let result = await #expect(processExitsWith: .exitCode(7), observing: [\.standardErrorContent]) {
      OutOfMemory.end { bytes in
        FileHandle.standardError.write(Data("wanted: \(bytes)\n".utf8))
        exit(7)
      }
      _ = FloatStorage(uninitialized: 1 << 58)
    }
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors == "wanted: 1152921504606846976\n")
  }

  @Test func elseItTrapsAndSaysHowMuchWasWanted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FloatStorage(uninitialized: 1 << 58)
    }
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors.contains("out of memory: 1152921504606846976 bytes for a matrix"), "\(errors)")
    if case .exitCode(let code)? = result?.exitStatus { Issue.record("ended with code \(code), not with a trap") }
  }
}
