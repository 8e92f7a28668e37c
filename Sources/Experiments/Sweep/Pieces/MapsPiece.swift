package import MindstateNumerics
import MindstateProbes
import MindstateReport
import MindstateStore

/// `maps.csv`: every prompt's state under the sweep's own conditions, projected on two axes.
///
/// The axes are the first two principal components of the states of the reference and of the first Y together, so the
/// step from one to the other lies in the map and the rest is seen from there. A picture, no test: it is fitted on all
/// prompts and decides nothing.
struct MapsPiece: SweepPiece {
  static let columns = ["condition", "prompt", "site", "layer", "position", "pc1", "pc2", "reason"]

  var stage: String { "tables" }
  var name: String { "maps" }
  var files: [String] { ["maps.csv"] }

  private func names(_ run: SweepRun) -> [String] { run.plan.file.conditions.map(\.name) }

  func key(_ run: SweepRun) throws -> String {
    let file = run.plan.file
    return digest(
      [name, run.plan.singlePositions.joined(separator: ","), file.start, file.pairs.first?.y ?? ""] + names(run)
        + (try run.captureKeys(names(run))))
  }

  func make(_ run: SweepRun, progress: any ProgressReporter) throws -> [SweepContent] {
    let file = run.plan.file
    var writer = CSVWriter(columns: Self.columns)
    for reading in try run.readings() {
      let stores = try names(run).map { (name: $0, store: try run.store($0, reading)) }
      let reference = try run.store(file.start, reading)
      let y = try run.store(file.pairs.first?.y ?? file.start, reading)
      let cells = Self.cells(reference, positions: reading.singleNames)
      let parts = run.plan.workers.results(cells.count) { index -> Result<[[CSVField]], any Error> in
        Result { try Self.rows(cells[index], stores, reference, y) }
      }
      for part in parts { for row in try part.get() { writer.append(row) } }
    }
    return [.bytes(writer.bytes)]
  }

  struct Cell: Sendable {
    var site: String
    var position: String
    var layer: Int
    var index: Int
  }

  private static func cells(_ store: StateStore, positions: [String]) -> [Cell] {
    store.readings.filter { positions.contains($0.position) }.flatMap { reading in
      reading.sites.flatMap { site in
        site.layers.enumerated().map {
          Cell(site: site.site, position: reading.position, layer: $0.element, index: $0.offset)
        }
      }
    }
  }

  private static func rows(
    _ cell: Cell, _ stores: [(name: String, store: StateStore)], _ reference: StateStore, _ y: StateStore
  ) throws -> [[CSVField]] {
    func states(_ store: StateStore) throws -> Matrix {
      try store.states(site: cell.site, position: cell.position, layerIndex: cell.index)
    }
    let axes = PrincipalPlane(try states(reference), try states(y))
    return try stores.flatMap { name, store -> [[CSVField]] in
      let projected = axes?.projected(try states(store))
      return store.prompts.enumerated().map { row, prompt in
        [
          .text(name), .text(prompt.id), .text(cell.site), .integer(cell.layer), .text(cell.position),
          .coordinate(projected?[row].0), .coordinate(projected?[row].1),
          projected == nil ? .text("no_spread") : .empty,
        ]
      }
    }
  }
}

/// The mean and the first two principal axes of some states.
package struct PrincipalPlane {
  private let mean: [Double]
  private let axes: [[Double]]

  /// Of the rows of both; nil where they are all alike, and the second axis is 0 where they lie on one line. Each axis
  /// points where its largest coordinate is positive.
  /// O(min(n, d)² · max(n, d)).
  package init?(_ a: Matrix, _ b: Matrix) {
    let all = Matrix(stacking: [a, b])
    let frame = Standardisation(of: all)
    // By its bound on rounding: what is left of equal states after centring would otherwise be taken for an axis.
    if frame.isConstant { return nil }
    var centred = DoubleMatrix(all)
    for row in 0..<all.rows { for column in 0..<all.columns { centred[row, column] -= frame.mean[column] } }
    guard let axes = Self.axes(centred) else { return nil }
    mean = frame.mean
    self.axes = axes
  }

  /// By the smaller of covariance and inner products; both have the same spectrum.
  private static func axes(_ centred: DoubleMatrix) -> [[Double]]? {
    let isWide = centred.columns > centred.rows
    guard let eigen = SymmetricEigen(isWide ? centred.outerGram : centred.gram) else { return nil }
    let count = eigen.values.count
    guard count >= 2, let largest = eigen.values.last, largest > 0 else { return nil }
    let zero = [Double](repeating: 0, count: centred.columns)
    return [count - 1, count - 2].map { index in
      // States on one line have no second axis: what eigenvector comes out is rounding.
      if eigen.values[index] <= Double(count) * Double.ulpOfOne * largest { return zero }
      var axis = eigen.vectors.row(index)
      if isWide {
        let weights = axis
        axis = [Double](repeating: 0, count: centred.columns)
        for row in 0..<centred.rows {
          for (i, value) in centred.row(row).enumerated() { axis[i] += weights[row] * value }
        }
      }
      let norm = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let peak = axis.max { abs($0) < abs($1) } ?? 0
      let factor = norm > 0 ? (peak < 0 ? -1 : 1) / norm : 0
      return axis.map { $0 * factor }
    }
  }

  package func projected(_ states: Matrix) -> [(Double, Double)] {
    (0..<states.rows).map { row in
      let values = states.row(row)
      var sums = (0.0, 0.0)
      for (i, value) in values.enumerated() {
        let centred = Double(value) - mean[i]
        sums.0 += centred * axes[0][i]
        sums.1 += centred * axes[1][i]
      }
      return sums
    }
  }
}

extension CSVField {
  /// To 32 bits, as exact as the states: the last of 64 differ with the number of threads that LAPACK runs on, which a
  /// process that does other work beside may change.
  fileprivate static func coordinate(_ value: Double?) -> CSVField { .number(value.map { Double(Float($0)) }) }
}
