public import MindstateNumerics

/// A linear probe after fitting: class scores are `weights · state + biases`.
///
/// Whatever was subtracted or divided by on the train prompts is folded into weights and biases, so it reads raw
/// states.
public struct FittedProbe: Sendable {
  public let kind: ProbeKind
  public let classes: Int
  /// [1, width] for two classes: class 1 against class 0; else [classes, width].
  package let weights: DoubleMatrix
  /// One for each row of `weights`.
  public let biases: [Double]
  /// What it was fitted with; nil where the probe has no penalty. For LDA the shrinkage, also one it estimated.
  public let penalty: Double?
  /// Train prompts.
  public let n: Int
  /// nil for a closed form.
  public let convergence: Convergence?

  package init(
    kind: ProbeKind, classes: Int, weights: DoubleMatrix, biases: [Double], penalty: Double? = nil, n: Int,
    convergence: Convergence? = nil
  ) {
    precondition(weights.rows == biases.count && weights.rows == (classes == 2 ? 1 : classes))
    self.kind = kind
    self.classes = classes
    self.weights = weights
    self.biases = biases
    self.penalty = penalty
    self.n = n
    self.convergence = convergence
  }

  public var width: Int { weights.columns }

  /// `weights` as 32-bit floats: what is saved, and compared with directions of other conditions and layers.
  public var directions: Matrix { Matrix(rows: weights.rows, columns: width, weights.elements.map(Float.init)) }

  /// Scores like log-odds, [rows, classes]. With two classes column 0 is 0 and column 1 the decision value. Their
  /// softmax is meant as probabilities where `kind.hasProbabilities`. 64-bit; cost: rows · width · classes.
  package func logits(_ states: Matrix) throws(ProbeError) -> DoubleMatrix {
    guard states.columns == width else { throw .widthsDiffer(states: states.columns, probe: width) }
    var result = DoubleMatrix(rows: states.rows, columns: classes)
    let block = 256  // rows, so that their 64-bit copy stays in the cache
    for start in stride(from: 0, to: states.rows, by: block) {
      let range = start..<min(states.rows, start + block)
      var scores = DoubleMatrix(rows: range.count, columns: weights.rows)
      DoubleMatrix(states[rows: range]).timesTransposed(weights, addingTo: &scores)
      for r in 0..<range.count {
        for k in 0..<weights.rows {
          let column = classes == 2 ? 1 : k
          result.elements[(start + r) * classes + column] = scores.elements[r * weights.rows + k] + biases[k]
        }
      }
    }
    return result
  }

  /// The class of the highest score for each row; a tie goes to the lower class.
  public func predictions(_ states: Matrix) throws(ProbeError) -> [Int] { Self.classes(of: try logits(states)) }

  /// The column of the highest value of each row; the first of several.
  package static func classes(of logits: DoubleMatrix) -> [Int] {
    (0..<logits.rows).map { r in
      let row = logits.elements[r * logits.columns..<(r + 1) * logits.columns]
      return (row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? row.startIndex)
        - row.startIndex
    }
  }

  /// Where an iterative solver stopped.
  public struct Convergence: Sendable, Equatable {
    public let iterations: Int
    /// The largest component of the gradient of the mean loss with its penalty (the gradient over Σ weights).
    public let gradient: Double
    /// Whether `gradient` is at or below the tolerance.
    public let converged: Bool

    package init(iterations: Int, gradient: Double, converged: Bool) {
      self.iterations = iterations
      self.gradient = gradient
      self.converged = converged
    }
  }
}

/// The settings of a probe. Fitting gives another type, `FittedProbe`.
public protocol LinearProbe: Sendable {
  /// - Parameters:
  ///   - states: [prompts, width], train prompts only.
  ///   - labels: the class of each, 0 ..< `classes`; each class at least once.
  func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe
}
