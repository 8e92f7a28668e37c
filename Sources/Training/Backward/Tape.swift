import MindstateModel
import MindstateNumerics

/// A forward pass that was remembered, ready for the way back.
///
/// It holds on to the weights it ran with: let go of it before they are changed, else they are copied first.
package struct Tape {
  /// log p(target) of every row with a target, in the order of rows; natural logarithm.
  package let logProbabilities: [Float]
  let rows: PackedRows
  let model: ModelPass
  let memory: PassMemory
  let plan: GradientPlan
}

/// All pieces of a model, bound to their weights and to the rows of a batch.
struct ModelPass: Sendable {
  let embedding: EmbeddingPass
  let blocks: [BlockPass]
  let finalNorm: NormPass
  let head: HeadPass

  init(_ parameters: Parameters, _ rows: PackedRows, softPrompt: Matrix?) throws(CheckpointError) {
    let angles = RotationAngles(parameters.spec, positions: rows.positions)
    embedding = try EmbeddingPass(parameters, softPrompt: softPrompt)
    var blocks: [BlockPass] = []
    for layer in 0..<parameters.spec.layers {
      blocks.append(try BlockPass(parameters, layer: layer, sequences: rows.sequences, angles: angles))
    }
    self.blocks = blocks
    finalNorm = try NormPass(parameters, .finalNorm, .finalNormBias, layer: nil)
    head = try HeadPass(parameters)
  }
}
