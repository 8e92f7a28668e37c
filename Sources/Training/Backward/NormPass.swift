import MindstateModel
import MindstateNumerics

/// A norm of the stream, forward and backward.
struct NormPass: Sendable {
  private enum Kind: Sendable {
    case layer(epsilon: Float, bias: Matrix)
    case rms(epsilon: Float)
  }

  private let kind: Kind
  private let gain: Matrix
  private let gainEntry: Int
  private let biasEntry: Int?

  init(
    _ parameters: Parameters, _ gainRole: TensorRole, _ biasRole: TensorRole, layer: Int?
  ) throws(CheckpointError) {
    (gainEntry, gain) = try parameters.place(of: gainRole, layer: layer)
    switch parameters.spec.norm {
    case .layer(let epsilon):
      let (entry, bias) = try parameters.place(of: biasRole, layer: layer)
      kind = .layer(epsilon: epsilon, bias: bias)
      biasEntry = entry
    case .rms(let epsilon):
      kind = .rms(epsilon: epsilon)
      biasEntry = nil
    }
  }

  var entries: [Int] { [gainEntry] + (biasEntry.map { [$0] } ?? []) }

  /// Numbers that a piece of rows adds up for the gradients of gain and bias.
  var sumsWidth: Int {
    switch kind {
    case .layer: 2 * gain.columns
    case .rms: gain.columns
    }
  }

  func forward(_ x: Matrix, into y: Panel) {
    switch kind {
    case .layer(let epsilon, let bias): y.setLayerNorm(x, gain: gain, bias: bias, epsilon: epsilon)
    case .rms(let epsilon): y.setRMSNorm(x, gain: gain, epsilon: epsilon)
    }
  }

  /// dx = base + the gradient through the norm of `x`, and the norm's output once more, for a piece of rows.
  ///
  /// - Parameter sums: the piece's row of sums, `sumsWidth` wide, overwritten.
  func backward(_ x: Matrix, dy: Matrix, onto base: Matrix, into dx: Panel, output: Panel, sums: Panel) {
    sums.fill(0)
    switch kind {
    case .layer(let epsilon, let bias):
      dx.setLayerNormBackward(
        x, gain: gain, bias: bias, epsilon: epsilon, dY: dy, base: base, output: output, sums: sums)
    case .rms(let epsilon):
      dx.setRMSNormBackward(x, gain: gain, epsilon: epsilon, dY: dy, base: base, output: output, sums: sums)
    }
  }

  /// Adds the pieces' sums up: gradients of gain and bias.
  ///
  /// - Parameter sums: one row a piece.
  func gradients(_ sums: Matrix, _ sinks: inout GradientSinks) -> [GradientJob] {
    let width = gain.columns
    var jobs: [GradientJob] = []
    if let sink = sinks.take(gainEntry) {
      jobs.append { sink.panel.setRow(sums[columns: 0..<width].columnSums, accumulating: sink.accumulating) }
    }
    if let sink = sinks.take(biasEntry) {
      jobs.append { sink.panel.setRow(sums[columns: width..<2 * width].columnSums, accumulating: sink.accumulating) }
    }
    return jobs
  }
}
