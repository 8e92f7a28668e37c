import MindstateStore

/// A run directory as read: manifest, and the rows of each table that is there.
struct RunContents: Sendable {
  let directory: String
  let manifest: RunManifest
  /// Tables that are there, in the order in which they are listed.
  let tables: [RunTable]
  let verdicts: [VerdictRecord]
  let similarity: [MetricRecord]
  let contrasts: [MetricRecord]
  let modes: [ModeRecord]
  let probes: [ProbeRecord]
  let directions: [DirectionRecord]
  let crossed: [CrossedRecord]
  let maps: [MapRecord]
  let trajectory: [TrajectoryRecord]
  let behaviour: [BehaviourRecord]

  /// - Throws: `ReportError` where there is no manifest or a file is not what it should be; a missing table is none.
  init(directory: String) throws(ReportError) {
    self.directory = directory
    let path = "\(directory)/\(RunManifest.file)"
    guard FileSystem.kind(of: path) == .file else { throw .noManifest(directory: directory) }
    manifest = try RunManifest(parsing: try Self.bytes(of: path), path: path)
    var tables: [RunTable] = []
    for kind in TableFile.allCases {
      if let table = try Self.table(kind, directory) { tables.append(table) }
    }
    self.tables = tables
    let found = tables
    func rows(_ kind: TableFile) -> [RunTable.Row] { found.first { $0.file == kind.file }?.rows ?? [] }
    verdicts = rows(.verdicts).map(VerdictRecord.init)
    similarity = rows(.similarity).map(MetricRecord.init)
    contrasts = rows(.contrasts).map(MetricRecord.init)
    modes = rows(.modes).map(ModeRecord.init)
    probes = rows(.probes).map(ProbeRecord.init)
    directions = rows(.directions).map(DirectionRecord.init)
    crossed = rows(.crossed).map(CrossedRecord.init)
    maps = rows(.maps).compactMap(MapRecord.init)
    trajectory = rows(.trajectory).compactMap(TrajectoryRecord.init)
    behaviour = rows(.behaviour).map(BehaviourRecord.init)
  }

  private static func bytes(of path: String) throws(ReportError) -> [UInt8] {
    do throws(FileError) { return try TextFile.read(path) } catch { throw .file(error) }
  }

  /// nil: there is no such table.
  private static func table(_ kind: TableFile, _ directory: String) throws(ReportError) -> RunTable? {
    let path = "\(directory)/\(kind.file)"
    guard FileSystem.kind(of: path) == .file else { return nil }
    let table = try RunTable(file: kind.file, bytes: try bytes(of: path))
    try table.check(kind.columns)
    return table
  }
}

/// The tables of a run directory.
enum TableFile: String, CaseIterable {
  case verdicts, contrasts, modes, similarity, probes, directions, crossed, maps, trajectory, behaviour

  var file: String { "\(rawValue).csv" }

  /// What the report cannot do without.
  var columns: [String] {
    let place = ["site", "layer", "position"]
    return switch self {
    case .verdicts: ["condition_a", "condition_b", "metric", "s", "s_low", "s_high", "verdict"] + place
    case .similarity, .contrasts: ["condition_a", "condition_b", "metric", "value", "ci_low", "ci_high"] + place
    case .modes: ["scored_condition", "mode", "share"] + place
    case .probes: ["train_condition", "test_condition", "target", "probe", "metric", "value"] + place
    case .directions:
      [
        "condition_a", "condition_b", "target_a", "target_b", "layer_a", "layer_b", "probe", "site", "position",
        "cosine",
      ]
    case .crossed: ["part", "tuning", "wrapper", "value"] + place
    case .maps: ["condition", "pc1", "pc2"] + place
    case .trajectory: ["condition", "target", "tokens_read", "distance", "site", "layer"]
    case .behaviour: ["condition", "prompt", "correct"]
    }
  }

  /// What its numbers are.
  var words: String {
    switch self {
    case .verdicts: "s with its bounds and the verdict, per pair, layer and position"
    case .contrasts: "what a pair shares beyond what irrelevant wrappers share with it"
    case .modes: "into which mode of the base model each condition falls"
    case .similarity: "every metric of every pair of conditions, with interval and null"
    case .probes: "probes for labels of the prompts, within and between conditions"
    case .directions: "how alike the directions of probes are"
    case .crossed: "tunings against wrappers"
    case .maps: "states on the two main axes of the reference pair"
    case .trajectory: "distance to the target condition, token by token"
    case .behaviour: "what each condition answers, one row a prompt"
    }
  }
}
