import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// States of a reference, a and b whose similarity is known. For simulations.
///
/// z is what a prompt holds; e, f and g are noise; all are normal with independent dimensions:
/// r = z + g, a = z + e + t and b = R·(m·z + f) + w. R turns each dimension c of the first half by `angle` towards
/// dimension c + width/2.
struct PlantedConditions: Sendable {
  /// By dimension: the sds of z, of e and g, and of f, and m.
  var spread: [Double]
  var noiseA: [Double]
  var noiseB: [Double]
  var gain: [Double]
  /// t and w.
  var shiftA: [Double]
  var shiftB: [Double]
  var angle: Double

  var width: Int { spread.count }

  /// Related, but far from equal; six dimensions hold all but a trace of the variance, so principal dimensions are told
  /// apart from the others.
  static let apart: PlantedConditions = {
    let trace = [Double](repeating: 0, count: 6)
    return PlantedConditions(
      spread: [2, 1.6, 1.3, 1, 0.8, 0.6] + trace.map { $0 + 0.06 },
      noiseA: [Double](repeating: 0.5, count: 6) + trace.map { $0 + 0.05 },
      noiseB: [Double](repeating: 0.8, count: 6) + trace.map { $0 + 0.05 },
      gain: [1, 0.2, 1.2, 0.6, 1, 0.1] + trace.map { $0 + 1 }, shiftA: [1, 0, 0.8, 0, 0.5, 0] + trace,
      shiftB: [0.9, 0.6, 0.3, 0, 0, 0.4] + trace, angle: 0.5)
  }()

  /// Nearly equal: most metrics are close to an end of their scale.
  static let alike: PlantedConditions = {
    var planted = apart
    planted.noiseA = planted.spread.map { $0 / 4 }
    planted.noiseB = planted.noiseA
    planted.gain = planted.spread.map { _ in 1 }
    planted.angle = 0.1
    return planted
  }()

  /// The spectrum of language models: variance falls without a gap, so where the principal dimensions end is chance.
  static let gapless: PlantedConditions = {
    let spread = (1...24).map { 2 / Double($0).squareRoot() }
    let shift = spread.indices.map { $0 % 2 == 0 ? 0.2 : 0.0 }
    return PlantedConditions(
      spread: spread, noiseA: spread.map { 0.4 * $0 }, noiseB: spread.map { 0.5 * $0 },
      gain: spread.indices.map { [1, 0.6, 0.1][$0 % 3] }, shiftA: shift, shiftB: shift.reversed(), angle: 0.4)
  }()

  struct Drawn: Sendable {
    var reference: Matrix
    var a: Matrix
    var b: Matrix
  }

  func drawn(prompts: Int, _ random: inout RandomStream) -> Drawn {
    var (reference, a, b) = ([Float](), [Float](), [Float]())
    for _ in 0..<prompts {
      let z = zip(random.normals(width), spread).map { $0 * $1 }
      let (e, f, g) = (random.normals(width), random.normals(width), random.normals(width))
      let turned = turned((0..<width).map { gain[$0] * z[$0] + noiseB[$0] * f[$0] })
      for c in 0..<width {
        reference.append(Float(z[c] + noiseA[c] * g[c]))
        a.append(Float(z[c] + noiseA[c] * e[c] + shiftA[c]))
        b.append(Float(turned[c] + shiftB[c]))
      }
    }
    func states(_ elements: [Float]) -> Matrix { Matrix(rows: prompts, columns: width, elements) }
    return Drawn(reference: states(reference), a: states(a), b: states(b))
  }

  private func turned(_ y: [Double]) -> [Double] {
    let (c, s, half) = (cos(angle), sin(angle), width / 2)
    var result = y
    for i in 0..<half { (result[i], result[i + half]) = (c * y[i] - s * y[i + half], s * y[i] + c * y[i + half]) }
    return result
  }
}
