package import MindstateNumerics

/// A low-rank adapter (LoRA, arXiv 2106.09685): for each adapted linear map W the update W + scale · B · A.
public struct LoRA: Sendable {
  /// The update of one linear map.
  package struct Pair: Sendable {
    package let role: TensorRole
    package let layer: Int
    /// PEFT's name of the module: `model.layers.0.self_attn.q_proj`.
    package let module: String
    /// alpha / rank, or alpha / √rank.
    package let scale: Float
    package var a: Matrix  // [rank, inputs]
    package var b: Matrix  // [outputs, rank]
  }

  private struct Key: Hashable, Sendable {
    var role: TensorRole
    var layer: Int
  }

  public let settings: LoRASettings
  /// By layer, within one in the order of `Parameters`.
  package var pairs: [Pair]
  let layout: TransformerSpec.LinearLayout
  private let places: [Key: Int]

  /// - Precondition: every map is adapted at most once.
  init(settings: LoRASettings, pairs: [Pair], layout: TransformerSpec.LinearLayout) {
    self.settings = settings
    self.pairs = pairs
    self.layout = layout
    places = Dictionary(
      uniqueKeysWithValues: pairs.enumerated().map { (Key(role: $1.role, layer: $1.layer), $0) })
  }

  /// Numbers in all A and B.
  public var parameterCount: Int {
    pairs.reduce(0) { $0 + $1.a.rows * $1.a.columns + $1.b.rows * $1.b.columns }
  }

  /// Where the update of a tensor stands in `pairs`; nil where it is not adapted.
  package func index(of role: TensorRole, layer: Int?) -> Int? {
    layer.flatMap { places[Key(role: role, layer: $0)] }
  }

  /// `base` + scale · B · A in the layout of `base`, which is returned as it is where it is not adapted.
  package func merged(_ base: Matrix, _ role: TensorRole, layer: Int?) -> Matrix {
    guard let index = index(of: role, layer: layer) else { return base }
    let pair = pairs[index]
    var sum = base
    switch layout {
    case .outputsByInputs: pair.b.multiply(pair.a, scale: pair.scale, accumulating: true, into: &sum)
    case .inputsByOutputs:
      pair.a.turned.multiply(pair.b, .transposed, scale: pair.scale, accumulating: true, into: &sum)
    }
    return sum
  }

  /// scale · B · A in the layout of the tensor it is added to; nil where that is not adapted.
  package func delta(_ role: TensorRole, layer: Int?) -> Matrix? {
    guard let index = index(of: role, layer: layer) else { return nil }
    let (inputs, outputs) = (pairs[index].a.columns, pairs[index].b.rows)
    let zero =
      layout == .outputsByInputs ? Matrix(rows: outputs, columns: inputs) : Matrix(rows: inputs, columns: outputs)
    return merged(zero, role, layer: layer)
  }

  /// Names what is computed: equal for equal modules, scales and numbers.
  public func digest() -> String {
    Digest(of: pairs.flatMap { [Digest("\($0.module) \($0.scale)"), Digest($0.a), Digest($0.b)] }).text
  }
}

extension LoRA {
  /// A new adapter as PEFT begins one: A uniform in ±1/√inputs, B zero, so that at first nothing changes.
  package init(
    _ settings: LoRASettings, for checkpoint: Checkpoint, random: inout RandomStream
  ) throws(AdapterError) {
    let selection = try Self.selection(settings, checkpoint, path: "adapter")
    var pairs: [Pair] = []
    for module in checkpoint.adaptableModules {
      guard let choice = selection[module.name] else { continue }
      let bound = 1 / Double(module.inputs).squareRoot()
      let draws = (0..<choice.rank * module.inputs).map { _ in Float((2 * random.uniform() - 1) * bound) }
      pairs.append(
        Pair(
          role: module.role, layer: module.layer, module: module.name, scale: choice.scale,
          a: Matrix(rows: choice.rank, columns: module.inputs, draws),
          b: Matrix(rows: module.outputs, columns: choice.rank)))
    }
    if pairs.isEmpty {
      throw .noTargets(path: "adapter", targets: settings.targets.json.serialized(), model: checkpoint.directory)
    }
    self.init(settings: settings, pairs: pairs, layout: checkpoint.spec.linearLayout)
  }

  /// - Parameter path: the configuration, for errors.
  static func selection(
    _ settings: LoRASettings, _ checkpoint: Checkpoint, path: String
  ) throws(AdapterError) -> ModuleSelection {
    let names =
      checkpoint.adaptableModules.map { (name: $0.name, layer: Int?($0.layer)) }
      + checkpoint.outerModuleNames.map { (name: $0, layer: nil) }
    do { return try ModuleSelection(settings, of: names, path: path) } catch { throw .config(error) }
  }
}

extension Matrix {
  /// Rows as columns, copied: for the thin matrices of an adapter.
  fileprivate var turned: Matrix {
    let rows = (0..<rows).map(row)
    return Matrix(
      rows: columns, columns: rows.count, (0..<columns).flatMap { column in rows.map { $0[column] } })
  }
}
