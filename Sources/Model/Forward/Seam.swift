import MindstateNumerics

/// The one place where the forward pass hands out its tensors, site by layer by row.
///
/// Capturing is its reading half; whatever replaces a tensor or adds to it belongs here too. Tasks call `record` side
/// by side, each for its own rows; `finishLayer` runs between layers, when no task does.
struct Seam: Sendable {
  private let plan: CapturePlan
  private let spec: TransformerSpec
  /// For each reading the pairs (row of the batch, row of the target), by row.
  private let wanted: [[(row: Int, target: Int)]]
  /// `targets[reading][site]`: [rows read, layers · width].
  private let targets: [[RowBuffer]]
  /// For a reading of means, the rows to average at each site: of the current layer only.
  private let staging: [[RowBuffer]?]

  init(_ plan: CapturePlan, _ spec: TransformerSpec) {
    self.plan = plan
    self.spec = spec
    func buffers(rows: Int, layered: Bool) -> [RowBuffer] {
      plan.sites.map { RowBuffer(rows: rows, columns: (layered ? $0.layers.count : 1) * $0.site.width(in: spec)) }
    }
    wanted = plan.readings.map { reading in
      switch reading {
      case .rows(let rows): rows.enumerated().map { ($1, $0) }.sorted { $0 < $1 }
      case .means(let groups): groups.joined().enumerated().map { ($1, $0) }.sorted { $0 < $1 }
      }
    }
    targets = plan.readings.map { reading in
      switch reading {
      case .rows(let rows): buffers(rows: rows.count, layered: true)
      case .means(let groups): buffers(rows: groups.count, layered: true)
      }
    }
    staging = plan.readings.map { reading in
      switch reading {
      case .rows: nil
      case .means(let groups): buffers(rows: groups.reduce(0) { $0 + $1.count }, layered: false)
      }
    }
  }

  /// Hands out `tensor`, whose row i is row `rows[i]` of the batch (`rows` ascending).
  func record(_ site: Site, layer: Int = 0, rows: [Int], _ tensor: @autoclosure () -> Matrix) {
    guard let (index, slot) = place(of: site, layer: layer) else { return }
    let tensor = tensor()
    let width = site.width(in: spec)
    for reading in plan.readings.indices {
      let list = wanted[reading]
      let (target, column) = staging[reading].map { ($0[index], 0) } ?? (targets[reading][index], slot * width)
      var next = list.partitioningIndex { $0.row >= rows.first ?? 0 }
      for (i, row) in rows.enumerated() {
        while next < list.count, list[next].row < row { next += 1 }
        while next < list.count, list[next].row == row {
          target.write(tensor, row: i, to: list[next].target, column: column)
          next += 1
        }
      }
    }
  }

  /// The residual stream at `level`, under each of its names.
  func recordStream(level: Int, rows: [Int], _ tensor: Matrix) {
    record(.resid, layer: level, rows: rows, tensor)
    if level == 0 { record(.embed, rows: rows, tensor) }
    record(.residPre, layer: level, rows: rows, tensor)
    record(.residPost, layer: level - 1, rows: rows, tensor)
  }

  /// Averages what this layer recorded for readings of means.
  func finishLayer(_ recorded: [(site: Site, layer: Int)]) {
    for (site, layer) in recorded {
      guard let (index, slot) = place(of: site, layer: layer) else { continue }
      for (reading, kind) in plan.readings.enumerated() {
        guard case .means(let groups) = kind, let rows = staging[reading]?[index].matrix else { continue }
        var start = 0
        for (group, members) in groups.enumerated() {
          let mean = rows[rows: start..<start + members.count].meanOfRows
          let vector = Matrix(rows: 1, columns: mean.count, mean.map { Float($0) })
          targets[reading][index].write(vector, row: 0, to: group, column: slot * site.width(in: spec))
          start += members.count
        }
      }
    }
  }

  func captured() -> Captured { Captured(states: targets.map { $0.map(\.matrix) }) }

  private func place(of site: Site, layer: Int) -> (index: Int, slot: Int)? {
    guard let index = plan.sites.firstIndex(where: { $0.site == site }),
      let slot = plan.sites[index].layers.firstIndex(of: layer)
    else { return nil }
    return (index, slot)
  }
}

extension Array {
  /// The first index whose element satisfies `belongsAfter`, the array being ordered so that those come last.
  fileprivate func partitioningIndex(_ belongsAfter: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
