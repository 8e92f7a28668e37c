package import MindstateNumerics

/// The tensors of a model with an adapter merged in; those which it does not adapt are the very same ones.
///
/// Merging is done anew at every reading, so a model larger than memory still goes through layer by layer: for a pass
/// of n rows it costs rank / n of the products themselves. Who reads a layer again and again keeps what it read.
package struct AdaptedTensors: TensorSource {
  private let base: any TensorSource
  private let adapter: LoRA

  /// - Precondition: `adapter` was made for the model of `base`.
  package init(_ base: any TensorSource, _ adapter: LoRA) {
    self.base = base
    self.adapter = adapter
  }

  package var spec: TransformerSpec { base.spec }
  package var hasHead: Bool { base.hasHead }

  package func tensor(_ role: TensorRole, layer: Int?) throws(CheckpointError) -> Matrix {
    adapter.merged(try base.tensor(role, layer: layer), role, layer: layer)
  }

  package func embedding(_ role: TensorRole, rows: [Int]) throws(CheckpointError) -> Matrix {
    try base.embedding(role, rows: rows)
  }

  package func checkOuter(_ workers: Workers) throws(CheckpointError) { try base.checkOuter(workers) }
}
