import MindstateNumerics
import Testing

struct WantOfMemoryTests {
  @Test func aMatrixThatNoMemoryHoldsEndsTheProcessWithOneLine() async {
    let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
      _ = FloatStorage(uninitialized: 1 << 58)
    }
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors.hasPrefix("mindstate: out of memory: 1152921504606846976 bytes"), "\(errors)")
    #expect(errors.split(separator: "\n").count == 1, "\(errors)")
  }
}
