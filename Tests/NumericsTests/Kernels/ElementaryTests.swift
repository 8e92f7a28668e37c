import CMindstateKernels
import Foundation
import MindstateNumerics
import Testing

@safe struct ElementaryFunction: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let kernel: @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  let definition: @Sendable (Double) -> Double

  func callAsFunction(_ x: [Float]) -> [Float] {
    var result = [Float](repeating: .nan, count: x.count)
    unsafe kernel(x.count, x, &result)
    return result
  }

  static let all = unsafe [
    ElementaryFunction(testDescription: "exp", kernel: { unsafe ms_exp($0, $1, $2) }, definition: { exp($0) }),
    ElementaryFunction(testDescription: "tanh", kernel: { unsafe ms_tanh($0, $1, $2) }, definition: { tanh($0) }),
    ElementaryFunction(testDescription: "erf", kernel: { unsafe ms_erf($0, $1, $2) }, definition: { erf($0) }),
  ]
}

@Suite struct ElementaryTests {
  /// Distance in units of the last place of the true value; 0 also where both are NaN or the same infinity.
  func ulps(_ got: Float, from truth: Double) -> Double {
    let rounded = Float(truth)
    if got == rounded || (got.isNaN && truth.isNaN) { return 0 }
    if !got.isFinite || !rounded.isFinite { return .infinity }
    return abs(Double(got) - truth) / Double(max(rounded.ulp, .leastNonzeroMagnitude))
  }

  /// Every 9,973rd of all 2^32 floats: both signs, all exponents, subnormals, infinities' neighbours, NaN.
  @Test(arguments: ElementaryFunction.all) func isWithinTwoUlpOverAllFloats(_ function: ElementaryFunction) {
    let x = stride(from: UInt32.min, through: .max - 9_973, by: 9_973).map { Float(bitPattern: $0) }
    let worst = zip(x, function(x)).map { (ulps($1, from: function.definition(Double($0))), $0) }
      .max { $0.0 < $1.0 }
    #expect((worst?.0 ?? .infinity) <= 2, "worst at \(String(describing: worst))")
  }

  /// The range where results are neither 0, ±1 nor infinite, more densely than the bit patterns above.
  @Test(arguments: ElementaryFunction.all) func isWithinTwoUlpWhereItVaries(_ function: ElementaryFunction) {
    let x = (-110_000...95_000).map { Float($0) / 1000 } + (-100_000...100_000).map { Float($0) / 20_000 }
    let worst = zip(x, function(x)).map { (ulps($1, from: function.definition(Double($0))), $0) }
      .max { $0.0 < $1.0 }
    #expect((worst?.0 ?? .infinity) <= 2, "worst at \(String(describing: worst))")
  }

  @Test(arguments: ElementaryFunction.all) func isRightAtTheEnds(_ function: ElementaryFunction) {
    let x: [Float] = [.infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]
    for (x, got) in zip(x, function(x)) {
      #expect(got == Float(function.definition(Double(x))), "at \(x)")
    }
    let result = function([.nan, -.nan, .signalingNaN, -0.0])
    #expect(result[0].isNaN && result[1].isNaN && result[2].isNaN)
    if function.testDescription != "exp" { #expect(result[3].sign == .minus) }
  }

  @Test func exponentialOverflowsAndUnderflowsWhereFloatDoes() {
    let exponential = ElementaryFunction.all[0]
    #expect(
      exponential([88.722839, 88.72284, -87.4, -103.97, -103.98, -104.5])
        == [88.722839, 88.72284, -87.4, -103.97, -103.98, -104.5].map { Float(exp(Double(Float($0)))) })
  }

  @Test(arguments: ElementaryFunction.all) func lengthChangesNoElement(_ function: ElementaryFunction) {
    for n in awkwardLengths {
      let x = (0..<n).map { Float($0) * 0.37 - 20 }
      #expect(function(x) == x.map { function([$0])[0] }, "\(n) elements")
    }
  }
}
