package import MindstateNumerics

/// AdamW with its memory: the running means of gradients and of their squares, tensor by tensor.
package struct Optimizer: Sendable {
  package let method: AdamW
  /// Gradients of a larger norm than this, all tensors together, are scaled down to it; nil leaves them.
  package let clip: Double?
  package internal(set) var first: [Matrix]
  package internal(set) var second: [Matrix]

  /// An optimizer that has not made a step, for tensors of the shapes of `tensors`.
  package init(_ method: AdamW, clip: Double?, for tensors: [Matrix]) {
    self.method = method
    self.clip = clip
    first = tensors.map { Matrix(rows: $0.rows, columns: $0.columns) }
    second = first.map { Matrix(rows: $0.rows, columns: $0.columns) }
  }

  /// The factor that brings a norm down to `clip`, as torch.nn.utils.clip_grad_norm_ has it.
  package func factor(norm: Double) -> Double {
    guard let clip else { return 1 }
    return min(1, clip / (norm + 1e-6))
  }

  /// Makes step `step`, counted from 1.
  package mutating func update(
    _ tensors: inout [Matrix], gradients: [Matrix], norm: Double, decays: [Bool], step: Int, learningRate: Double,
    workers: Workers
  ) {
    method.update(
      &tensors, first: &first, second: &second, gradients: gradients, decays: decays, step: step,
      learningRate: learningRate, gradientFactor: factor(norm: norm), workers: workers)
  }
}
