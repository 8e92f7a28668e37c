import MindstateModel
import MindstateNumerics

/// What a block keeps of its forward pass; all [rows, …].
struct LayerMemory: Sendable {
  /// The stream before the block.
  var x: Panel
  /// Queries, keys, values; queries and keys rotated.
  var qkv: Panel
  /// Attention's outputs, head by head.
  var z: Panel
  /// The stream with the attention branch added.
  var middle: Panel
  /// What the MLP's non-linearity reads.
  var inner: Panel

  init(_ spec: TransformerSpec, rows: Int) {
    x = Panel(rows: rows, columns: spec.width)
    qkv = Panel(rows: rows, columns: HeadColumns(spec.attention).total)
    z = Panel(rows: rows, columns: spec.attention.queryWidth)
    middle = Panel(rows: rows, columns: spec.width)
    inner = Panel(rows: rows, columns: MLPPass.innerWidth(spec.mlp))
  }

  subscript(rows range: Range<Int>) -> LayerMemory {
    var part = self
    part.x = x[rows: range]
    part.qkv = qkv[rows: range]
    part.z = z[rows: range]
    part.middle = middle[rows: range]
    part.inner = inner[rows: range]
    return part
  }
}

/// What a block's backward pass computes on the way; all [rows, …], written anew in every layer.
struct BackwardMemory: Sendable {
  /// The gradient of the stream between the branches.
  var dMiddle: Panel
  var dz: Panel
  var dqkv: Panel
  var dInner: Panel
  /// The MLP's activations and the outputs of both norms, computed a second time.
  var activated: Panel
  var mlpNormed: Panel
  var attentionNormed: Panel

  init(_ spec: TransformerSpec, rows: Int) {
    dMiddle = Panel(rows: rows, columns: spec.width)
    dz = Panel(rows: rows, columns: spec.attention.queryWidth)
    dqkv = Panel(rows: rows, columns: HeadColumns(spec.attention).total)
    dInner = Panel(rows: rows, columns: MLPPass.innerWidth(spec.mlp))
    activated = Panel(rows: rows, columns: spec.mlp.hidden)
    mlpNormed = Panel(rows: rows, columns: spec.width)
    attentionNormed = Panel(rows: rows, columns: spec.width)
  }

  subscript(rows range: Range<Int>) -> BackwardMemory {
    var part = self
    part.dMiddle = dMiddle[rows: range]
    part.dz = dz[rows: range]
    part.dqkv = dqkv[rows: range]
    part.dInner = dInner[rows: range]
    part.activated = activated[rows: range]
    part.mlpNormed = mlpNormed[rows: range]
    part.attentionNormed = attentionNormed[rows: range]
    return part
  }
}

/// The memory of one forward and backward pass, kept from step to step: fresh memory costs page faults. What is not
/// touched costs nothing.
final class PassMemory: Sendable {
  private let capacity: Int
  /// The lowest layer that the way back enters; −1: what enters the first.
  let lowestLayer: Int
  private let layers: [LayerMemory]
  private let work: BackwardMemory
  /// The stream after the last block.
  private let last: Panel
  /// Gradients of the stream after and before a block, in turn.
  private let streams: [Panel]
  /// Of rows with targets: the stream, the same normed, the gradients of both.
  private let targetStreams: [Panel]
  let head: HeadMemory

  /// - Parameter lowestLayer: layers below are forgotten at once, for the way back never reaches them.
  init(_ spec: TransformerSpec, rows: Int, lowestLayer: Int) {
    capacity = rows
    self.lowestLayer = lowestLayer
    let forgotten = (0..<2).map { _ in LayerMemory(spec, rows: rows) }
    layers = (0..<spec.layers).map { $0 < lowestLayer ? forgotten[$0 % 2] : LayerMemory(spec, rows: rows) }
    work = BackwardMemory(spec, rows: rows)
    last = Panel(rows: rows, columns: spec.width)
    streams = (0..<2).map { _ in Panel(rows: rows, columns: spec.width) }
    targetStreams = (0..<4).map { _ in Panel(rows: rows, columns: spec.width) }
    head = HeadMemory(spec, rows: rows)
  }

  func fits(rows: Int, lowestLayer: Int) -> Bool {
    rows <= capacity && 2 * rows >= capacity && lowestLayer == self.lowestLayer
  }

  func layer(_ index: Int, rows: Int) -> LayerMemory { layers[index][rows: 0..<rows] }
  func work(rows: Int) -> BackwardMemory { work[rows: 0..<rows] }

  /// The stream at a level: before block `level`, or after the last.
  func stream(level: Int, rows: Int) -> Panel {
    level < layers.count ? layers[level].x[rows: 0..<rows] : last[rows: 0..<rows]
  }

  /// The gradient of the stream at a level; that of the next level is kept beside it.
  func streamGradient(level: Int, rows: Int) -> Panel { streams[level % 2][rows: 0..<rows] }

  func targetStream(rows: Int) -> Panel { targetStreams[0][rows: 0..<rows] }
  func targetStates(rows: Int) -> Panel { targetStreams[1][rows: 0..<rows] }
  func targetStateGradients(rows: Int) -> Panel { targetStreams[2][rows: 0..<rows] }
  func targetStreamGradients(rows: Int) -> Panel { targetStreams[3][rows: 0..<rows] }
}
