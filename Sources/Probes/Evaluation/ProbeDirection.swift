public import MindstateNumerics

/// The directions of one probe for one target in one condition, layer by layer: fitted on all prompts that have the
/// label, with the penalty that the folds chose (their median).
///
/// A score is weights · state + bias in the space of the raw states: centring and scaling are folded in. With two
/// classes there is one direction, of class 1 against class 0.
public struct ProbeDirection: Sendable {
  /// What the directions are of.
  public struct Key: Sendable, Hashable {
    public var condition: String
    public var target: String
    public var probe: ProbeKind
    public var site: String
    public var position: String
  }

  /// One layer, as it comes out of a unit.
  struct Layer: Sendable {
    var key: Key
    var classes: [String]
    var layer: Int
    var weights: DoubleMatrix
    var biases: [Double]
  }

  public let key: Key
  /// The values of the label; class 1 is the second.
  public let classes: [String]
  /// The layers that could be fitted.
  public let layers: [Int]
  /// For each of `layers`, [1, width] for two classes, else [classes, width].
  package let weights: [DoubleMatrix]
  public let biases: [[Double]]

  /// [layers · directions, width], 32 bits: as saved.
  public var matrix: Matrix {
    let width = weights.first?.columns ?? 0
    return Matrix(
      rows: weights.reduce(0) { $0 + $1.rows }, columns: width, weights.flatMap { $0.elements.map(Float.init) })
  }

  /// Directions a layer.
  public var directions: Int { weights.first?.rows ?? 0 }

  /// What a row of `weights` stands for.
  func name(of direction: Int) -> String { directions == 1 ? classes.last ?? "" : classes[direction] }

  /// Layers of equal key together, in the order of the first of them.
  static func gathered(_ layers: [Layer]) -> [ProbeDirection] {
    var order: [Key] = []
    var known: [Key: [Layer]] = [:]
    for layer in layers {
      if known[layer.key] == nil { order.append(layer.key) }
      known[layer.key, default: []].append(layer)
    }
    return order.map { key in
      let layers = known[key] ?? []
      return ProbeDirection(
        key: key, classes: layers.first?.classes ?? [], layers: layers.map(\.layer), weights: layers.map(\.weights),
        biases: layers.map(\.biases))
    }
  }
}
