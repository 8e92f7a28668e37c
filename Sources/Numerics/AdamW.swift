import CMindstateKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101) as torch.optim.AdamW computes it: decay decoupled from the
/// gradient, bias correction, epsilon outside the root.
public struct AdamW: Sendable, Equatable {
  /// Decay rates of the running means of the gradient and of its square.
  public var beta1 = 0.9
  public var beta2 = 0.95
  public var epsilon = 1e-8
  /// A step takes this much times the learning rate off each decaying weight.
  public var weightDecay = 0.01

  public init() {}

  /// Elements that one task changes at a time: four streams of them fit a core's cache.
  private static let piece = 1 << 14

  /// Changes `values` in place by step number `step`, counted from 1.
  ///
  /// - Parameters:
  ///   - first, second: the running means, as `values` in shape; zeros before step 1.
  ///   - gradientFactor: on every gradient, for clipping.
  ///   - decays: which tensors lose weight; a norm's gain or a bias should not.
  /// - Precondition: equal counts and shapes; no matrix is a view of fewer columns than its storage has.
  package func update(
    _ values: inout [Matrix], first: inout [Matrix], second: inout [Matrix], gradients: [Matrix], decays: [Bool],
    step: Int, learningRate: Double, gradientFactor: Double = 1, workers: Workers
  ) {
    precondition(first.count == values.count && second.count == values.count && decays.count == values.count)
    precondition(gradients.count == values.count && step >= 1)
    var pieces: [Piece] = []
    for i in values.indices {
      let count = values[i].rows * values[i].columns
      for matrix in [values[i], first[i], second[i], gradients[i]] {
        precondition(matrix.rows * matrix.columns == count && matrix.stride == matrix.columns, "tensor \(i)")
      }
      let factors = factors(step: step, learningRate, gradientFactor, decays: decays[i])
      let w = unsafe values[i].mutableStart
      let m = unsafe first[i].mutableStart
      let v = unsafe second[i].mutableStart
      for start in Swift.stride(from: 0, to: count, by: Self.piece) {
        unsafe pieces.append(
          Piece(
            count: min(Self.piece, count - start), weight: w + start, first: m + start, second: v + start,
            gradient: gradients[i].start + start, factors: factors))
      }
    }
    let all = pieces
    workers.forEach(all.count) { all[$0].update() }
    withExtendedLifetime(gradients) {}
  }

  private func factors(step: Int, _ rate: Double, _ gradientFactor: Double, decays: Bool) -> ms_adamw_factors {
    ms_adamw_factors(
      gradient: Float(gradientFactor), first: Float(1 - beta1), second: Float(1 - beta2), second_kept: Float(beta2),
      kept: Float(decays ? 1 - rate * weightDecay : 1), step: Float(rate / (1 - pow(beta1, Double(step)))),
      root: Float(1 / (1 - pow(beta2, Double(step))).squareRoot()), epsilon: Float(epsilon))
  }
}

/// A run of one tensor's elements, which one task changes.
@safe
private struct Piece: @unchecked Sendable {
  // Sendable: no two pieces overlap, and the matrices they lie in outlive the step.
  let count: Int
  let weight: UnsafeMutablePointer<Float>
  let first: UnsafeMutablePointer<Float>
  let second: UnsafeMutablePointer<Float>
  let gradient: UnsafePointer<Float>
  let factors: ms_adamw_factors

  func update() { unsafe ms_adamw(count, weight, first, second, gradient, factors) }
}

extension [Matrix] {
  /// Σ of squares of all elements in double precision, the same for every thread count.
  package func squaredNorm(_ workers: Workers) -> Double {
    var pieces: [(matrix: Int, row: Int)] = []
    for (index, matrix) in enumerated() { for row in 0..<matrix.rows { pieces.append((index, row)) } }
    let step = 64
    let all = pieces
    let sums = Mutex([Double](repeating: 0, count: (all.count + step - 1) / step))
    workers.forEach((all.count + step - 1) / step) { chunk in
      var sum = 0.0
      for piece in all[chunk * step..<Swift.min((chunk + 1) * step, all.count)] {
        sum += self[piece.matrix].squaredNorm(piece.row)
      }
      sums.withLock { $0[chunk] = sum }
    }
    return sums.withLock { $0.reduce(0, +) }
  }
}
