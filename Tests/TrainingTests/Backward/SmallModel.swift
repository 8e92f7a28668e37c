import MindstateModel
import MindstateNumerics
import MindstateTestSupport
import MindstateTraining

/// Models of a few hundred weights, one feature apart from each other.
enum SmallModel {
  /// Root-mean-square norms, rotary positions, a gated MLP, no biases, head tied; then changed by `change`.
  static func spec(_ change: (inout TransformerSpec) -> Void = { _ in }) throws -> TransformerSpec {
    var spec = try Checkpoint(directory: Fixture.path("models/llama-gqa")).spec
    (spec.vocabulary, spec.width, spec.layers, spec.context) = (13, 8, 2, 1024)
    spec.setFrequencies([1, 0.1])
    (spec.attention.heads, spec.attention.keyValueHeads, spec.attention.headWidth) = (2, 2, 4)
    (spec.attention.scales, spec.attention.windows) = ([0.5, 0.7], [nil, nil])
    spec.mlp.hidden = 10
    spec.head = .tied
    change(&spec)
    return spec
  }

  /// Random weights: norms about 1, so that no term of a gradient hides.
  static func parameters(_ spec: TransformerSpec, seed: UInt64 = 1) -> Parameters {
    var random = RandomStream(seed: seed, name: "small model")
    let entries = spec.tensorSlots(hasHead: spec.head == .untied).map { slot in
      let (rows, columns) = slot.shape.count == 1 ? (1, slot.shape[0]) : (slot.shape[0], slot.shape[1])
      let isGain = [TensorRole.attentionNorm, .mlpNorm, .finalNorm].contains(slot.role)
      let values = (0..<rows * columns).map { _ in Float(random.uniform() - 0.5) * 0.9 + (isGain ? 1 : 0) }
      return Parameters.Entry(
        role: slot.role, layer: slot.layer, name: "\(slot.role.rawValue) \(slot.layer ?? -1)", shape: slot.shape,
        value: Matrix(rows: rows, columns: columns, values))
    }
    return Parameters(spec: spec, entries: entries)
  }

  /// Random sequences of these lengths; two rows of three have a target.
  static func batch(_ lengths: [Int], vocabulary: Int, seed: UInt64 = 1) -> TrainingBatch {
    var random = RandomStream(seed: seed, name: "small batch")
    let sequences = lengths.map { length in (0..<length).map { _ in random.index(below: vocabulary) } }
    let rows = lengths.reduce(0, +)
    let targets = (0..<rows).map { row in row % 3 == 1 ? nil : Int?.some(random.index(below: vocabulary)) }
    return TrainingBatch(tokens: TokenBatch(sequences: sequences), targets: targets)
  }

  static func weights(_ batch: TrainingBatch) -> [Float] {
    (0..<batch.targetCount).map { Float(1 + $0 % 3) / Float(2 * batch.targetCount) }
  }

  static func softPrompt(_ vectors: Int, width: Int) -> Matrix {
    var random = RandomStream(seed: 5, name: "small prompt")
    return Matrix(rows: vectors, columns: width, (0..<vectors * width).map { _ in Float(random.uniform() - 0.5) })
  }
}

extension TransformerSpec {
  /// Other angles of the rotary embedding, and another width of what it turns.
  mutating func setFrequencies(_ frequencies: [Float]) {
    guard case .rotary(var rotary) = positions else { return }
    rotary.inverseFrequencies = frequencies
    positions = .rotary(rotary)
  }
}
