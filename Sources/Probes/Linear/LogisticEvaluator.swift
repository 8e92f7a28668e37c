import MindstateNumerics

/// Value and gradient of many logistic problems in two products with the states.
struct LogisticEvaluator {
  let design: LogisticDesign
  let problems: [LogisticProblem]
  let preconditioners: LogisticPreconditioner

  struct Evaluation {
    var value: Double
    /// By the preconditioned coordinates.
    var gradient: [Double]
    /// The largest component of the gradient by weights and intercepts, over Σ weights of the prompts.
    var largestGradient: Double
    var weights: DoubleMatrix
    var biases: [Double]
  }

  private var outputs: Int { design.outputs }
  private var width: Int { design.states.columns }

  /// - Parameter points: problem and coordinates: for each output `width` values, at the end the intercepts. Problems
  ///   of one preconditioner next to each other.
  func evaluated(_ points: [(problem: Int, coordinates: [Double])]) -> [Evaluation] {
    let weights = self.weights(points)
    let biases = points.map { _, u in (0..<outputs).map { u[outputs * width + $0] * preconditioners.biasScale } }
    let (local, offsets) = localWeights(points.map(\.problem), weights, biases)
    var residuals = design.states.times(local).elements  // logits, [rows, columns], overwritten by residuals
    var losses = [Double](repeating: 0, count: points.count)
    LogisticLoss(design: design, splits: points.map { problems[$0.problem].split }, offsets: offsets)
      .replaceByResiduals(&residuals, losses: &losses)
    let columns = points.count * outputs
    let residual = Matrix(rows: design.states.rows, columns: columns, residuals)
    let products = residual.transposedTimes(design.states)  // [columns, width]
    return finished(points, weights, biases, products, residual.columnSums, losses)
  }

  /// v = L⁻ᵀ·u for all problems: [points · outputs, width].
  private func weights(_ points: [(problem: Int, coordinates: [Double])]) -> Matrix {
    var flat: [Float] = []
    flat.reserveCapacity(points.count * outputs * width)
    for (_, u) in points {
      for i in 0..<outputs * width { flat.append(Float(u[i])) }
    }
    return preconditioned(Matrix(rows: points.count * outputs, columns: width, flat), points.map(\.problem), .asIs)
  }

  /// Rows times L⁻¹, or times its transpose, of their problem's preconditioner.
  private func preconditioned(_ rows: Matrix, _ order: [Int], _ orientation: Orientation) -> Matrix {
    var result = Matrix(rows: rows.rows, columns: width)
    var start = 0
    while start < order.count {
      let group = preconditioners.group[order[start]]
      let end = order[start...].firstIndex { preconditioners.group[$0] != group } ?? order.count
      rows[rows: start * outputs..<end * outputs].multiply(
        preconditioners.inverse[group], orientation, into: &result, row: start * outputs)
      start = end
    }
    return result
  }

  /// Weights of the common states, [width, columns], and what is to be added to each column of logits.
  private func localWeights(
    _ order: [Int], _ weights: Matrix, _ biases: [[Double]]
  ) -> (Matrix, [Double]) {
    let columns = weights.rows
    var local = [Float](repeating: 0, count: width * columns)
    var offsets = [Double](repeating: 0, count: columns)
    for (i, problem) in order.enumerated() {
      let split = design.splits[problems[problem].split]
      for k in 0..<outputs {
        let column = i * outputs + k
        let row = weights.row(column)
        var shift = 0.0
        for c in 0..<width {
          let w = Float(Double(row[c]) / split.scale[c])
          local[c * columns + column] = w
          shift += Double(w) * split.mean[c]
        }
        offsets[column] = biases[i][k] - shift
      }
    }
    return (Matrix(rows: width, columns: columns, local), offsets)
  }

  /// The gradients by v, (Zᵀ·r − mean·Σr)/scale + λ·v, and by u = Lᵀ·v.
  private func finished(
    _ points: [(problem: Int, coordinates: [Double])], _ weights: Matrix, _ biases: [[Double]], _ products: Matrix,
    _ sums: [Double], _ losses: [Double]
  ) -> [Evaluation] {
    var flat: [Float] = []
    flat.reserveCapacity(products.rows * width)
    var evaluations: [Evaluation] = []
    for (i, point) in points.enumerated() {
      let problem = problems[point.problem]
      let split = design.splits[problem.split]
      var (squares, largest) = (0.0, 0.0)
      var own: [Double] = []
      own.reserveCapacity(outputs * width)
      for column in i * outputs..<(i + 1) * outputs {
        let (v, product) = (weights.row(column), products.row(column))
        for c in 0..<width {
          let weight = Double(v[c])
          let slope = (Double(product[c]) - split.mean[c] * sums[column]) / split.scale[c] + problem.lambda * weight
          squares += weight * weight
          largest = max(largest, abs(slope))
          own.append(weight)
          flat.append(Float(slope))
        }
        largest = max(largest, abs(sums[column]))
      }
      evaluations.append(
        Evaluation(
          value: losses[i] + problem.lambda / 2 * squares, gradient: [],
          largestGradient: largest / max(split.totalWeight, .leastNormalMagnitude),
          weights: DoubleMatrix(rows: outputs, columns: width, own), biases: biases[i]))
    }
    let slopes = preconditioned(
      Matrix(rows: products.rows, columns: width, flat), points.map(\.problem), .transposed)
    for i in points.indices {
      var gradient: [Double] = []
      gradient.reserveCapacity(outputs * (width + 1))
      for column in i * outputs..<(i + 1) * outputs { gradient += slopes.row(column).lazy.map(Double.init) }
      for column in i * outputs..<(i + 1) * outputs { gradient.append(sums[column] * preconditioners.biasScale) }
      evaluations[i].gradient = gradient
    }
    return evaluations
  }
}
