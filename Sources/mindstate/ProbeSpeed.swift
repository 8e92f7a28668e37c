#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ArgumentParser
import MindstateNumerics
import MindstateProbes
import MindstateStore

/// The tasks of `probe-speed`, on the states of all layers of a capture. Each gives numbers that its peer in
/// benchmarks/probe_peer.py must also find.
struct ProbeSpeed {
  enum Task: String, ExpressibleByArgument, CaseIterable {
    case logistic
    case logisticPath = "logistic-path"
    case ridge, lda, cka, mmd, paired
  }

  private let layers: [Matrix]
  private let binary: [Int]
  private let ten: [Int]
  private let folds: Folds
  private let workers: Workers
  /// C of scikit-learn; the strongest penalty first.
  private static let penalties = (0..<10).map { pow(10, -5 + 5 * Double($0) / 9) }
  private static let alphas = (0..<9).map { pow(10, 5 * Double($0) / 8) }
  private static let draws = 1000
  /// Prompts of the two-sample tasks.
  private static let few = 500

  init(_ store: StateStore, workers: Workers) throws {
    guard let reading = store.readings.first, let site = reading.sites.first else {
      throw ValidationError("\(store.path): no states")
    }
    layers = try site.layers.indices.map {
      try store.states(site: site.site, position: reading.position, layerIndex: $0)
    }
    guard store.prompts.count >= 20, layers.allSatisfy({ $0.rows == store.prompts.count }) else {
      throw ValidationError("\(store.path): wanted are at least 20 prompts with one state each")
    }
    binary = try Self.label("binary", below: 2, store)
    ten = try Self.label("ten", below: 10, store)
    let fold = try Self.label("fold", below: 10, store)
    folds = Folds(assignment: fold, count: (fold.max() ?? 0) + 1)
    self.workers = workers
  }

  private static func label(_ name: String, below bound: Int, _ store: StateStore) throws -> [Int] {
    try store.prompts.map { prompt in
      guard case .integer(let value)? = prompt.labels.first(where: { $0.name == name })?.value,
        (0..<bound).contains(value)
      else {
        throw ValidationError("\(store.path): \"\(prompt.id)\" has no label \"\(name)\" from 0 to \(bound - 1)")
      }
      return value
    }
  }

  func quality(of task: Task) throws -> [Double] {
    switch task {
    case .logistic: try logLosses(penalties: [1e-2]).flatMap { $0 }
    case .logisticPath: try logLosses(penalties: Self.penalties).flatMap { $0 }
    case .ridge: try ridge()
    case .lda: try discriminant()
    case .cka: LayerSimilarity(layers, workers: workers).ckaDebiased.row(0)
    case .mmd: [try workers.withThreadedBLAS { try discrepancy() }]
    case .paired: [try workers.withThreadedBLAS { try pairedDistance() }]
    }
  }

  /// Held-out log-loss, the mean over folds, by layer and penalty.
  private func logLosses(penalties: [Double]) throws -> [[Double]] {
    let settings = ProbeSettings(kind: .logistic, penalties: penalties, tolerance: 1e-4)
    return try workers.results(layers.count) { layer in
      try validationCurve(settings, states: layers[layer], labels: binary, classes: 2, folds: folds)
    }
  }

  /// The chosen alpha of each layer, then its mean squared leave-one-out error.
  private func ridge() throws -> [Double] {
    let targets = DoubleMatrix(rows: binary.count, columns: 1, binary.map { $0 == 1 ? 1 : -1 })
    let found = try workers.results(layers.count) { layer in
      let path = try RidgePath(layers[layer], targets: targets, alphas: Self.alphas)
      return (path.best(target: 0), path.leaveOneOut.map { $0[0] }.min() ?? 0)
    }
    return found.map(\.0) + found.map(\.1)
  }

  /// The accuracy over all layers.
  private func discriminant() throws -> [Double] {
    let settings = ProbeSettings(kind: .lda)
    let classes = (ten.max() ?? 0) + 1
    let right = try workers.results(layers.count) { layer in
      let out = try crossValidated(settings, states: layers[layer], labels: ten, classes: classes, folds: folds)
      return ten.indices.count { prompt in
        let row = out.logits.row(prompt)
        return row.indices.max { row[$0] < row[$1] } == ten[prompt]
      }
    }
    return [Double(right.reduce(0, +)) / Double(layers.count * ten.count)]
  }

  private var few: (Matrix, Matrix, Clusters) {
    let rows = Array(0..<min(Self.few, binary.count))
    return (
      layers[3 % layers.count].gatheringRows(rows), layers[4 % layers.count].gatheringRows(rows),
      Clusters(groups: rows.map { _ in nil })
    )
  }

  private func discrepancy() throws -> Double {
    let (a, b, clusters) = few
    let centre = [Double](repeating: 0, count: a.columns)
    var random = RandomStream(seed: 0, name: "probe-speed")
    return try PairedDiscrepancy(a, b, .mmd, centre: centre, clusters: clusters)
      .estimate(draws: Self.draws, random: &random).value ?? 0
  }

  private func pairedDistance() throws -> Double {
    let (a, b, _) = few
    var random = RandomStream(seed: 0, name: "probe-speed")
    let table = CosineDistance.table(try CosineTable(a, b))
    _ = RePairing(draws: Self.draws).null(of: table, random: &random)
    return table.value
  }
}
