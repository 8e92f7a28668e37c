import MindstateModel
import MindstateNumerics

/// A piece of work on a gradient, independent of all others of its batch.
typealias GradientJob = @Sendable () -> Void

/// The arithmetic of a linear map y = x · W + b.
struct LinearMap: Sendable {
  let weight: Matrix
  let bias: Matrix?
  let layout: TransformerSpec.LinearLayout

  var outputs: Int {
    switch layout {
    case .outputsByInputs: weight.rows
    case .inputsByOutputs: weight.columns
    }
  }

  private var forwardOrientation: Orientation {
    switch layout {
    case .outputsByInputs: .transposed
    case .inputsByOutputs: .asIs
    }
  }

  /// y = x · W + b for some rows.
  func forward(_ x: Matrix, into y: Panel) {
    if let bias { y.repeatRow(bias) }
    y.setProduct(x, .asIs, weight, forwardOrientation, accumulating: bias != nil)
  }

  /// y = base + x · W + b for some rows.
  func forward(_ x: Matrix, onto base: Matrix, into y: Panel) {
    y.copy(base)
    if let bias { y.add(bias: bias) }
    y.setProduct(x, .asIs, weight, forwardOrientation, accumulating: true)
  }

  /// dx = dy · Wᵀ for some rows, added to what is there when `accumulating`.
  func backward(_ dy: Matrix, into dx: Panel, accumulating: Bool = false) {
    dx.setProduct(dy, .asIs, weight, forwardOrientation == .asIs ? .transposed : .asIs, accumulating: accumulating)
  }
}

/// A linear map, and where its gradients belong.
struct LinearPass: Sendable {
  let map: LinearMap
  private let weightEntry: Int
  private let biasEntry: Int?

  init(_ parameters: Parameters, _ role: TensorRole, bias biasRole: TensorRole?, layer: Int) throws(CheckpointError) {
    let weight: Matrix
    (weightEntry, weight) = try parameters.place(of: role, layer: layer)
    var bias: Matrix?
    if let biasRole {
      let (entry, value) = try parameters.place(of: biasRole, layer: layer)
      (biasEntry, bias) = (entry, value)
    } else {
      biasEntry = nil
    }
    map = LinearMap(weight: weight, bias: bias, layout: parameters.spec.linearLayout)
  }

  var entries: [Int] { [weightEntry] + (biasEntry.map { [$0] } ?? []) }

  /// dW += xᵀ · dy and db += Σ dy over all rows, in jobs of some rows of W each.
  func gradients(x: Matrix, dy: Matrix, _ sinks: inout GradientSinks) -> [GradientJob] {
    var jobs: [GradientJob] = []
    if let sink = sinks.take(weightEntry) {
      for tile in Self.tiles(map.weight.rows) {
        let target = sink.panel[rows: tile]
        switch map.layout {
        case .outputsByInputs:
          let dy = dy[columns: tile]
          jobs.append { target.setProduct(dy, .transposed, x, accumulating: sink.accumulating) }
        case .inputsByOutputs:
          let x = x[columns: tile]
          jobs.append { target.setProduct(x, .transposed, dy, accumulating: sink.accumulating) }
        }
      }
    }
    if let sink = sinks.take(biasEntry) {
      jobs.append { sink.panel.setRow(dy.columnSums, accumulating: sink.accumulating) }
    }
    return jobs
  }

  /// A few tiles of a matrix's rows, none so small that reading the other factor for each would show.
  private static func tiles(_ rows: Int) -> [Range<Int>] {
    let count = max(1, min(4, rows / 192))
    return (0..<count).map { rows * $0 / count..<rows * ($0 + 1) / count }
  }
}

extension Parameters {
  /// The place of a tensor in `entries`, and the tensor.
  func place(of role: TensorRole, layer: Int?) throws(CheckpointError) -> (Int, Matrix) {
    let value = try tensor(role, layer: layer)
    guard let index = index(of: role, layer: layer) else {
      throw .missingTensor(directory: "(memory)", name: role.rawValue, layer: layer)
    }
    return (index, value)
  }
}
