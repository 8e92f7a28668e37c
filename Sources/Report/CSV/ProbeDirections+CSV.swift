public import MindstateProbes

extension ProbeTable {
  /// `directions.csv`: how alike the directions of conditions, layers and targets are.
  public var directionsCSV: [UInt8] {
    var writer = CSVWriter(columns: Self.directionColumns)
    for cosine in cosines { writer.append(cosine.fields) }
    return writer.bytes
  }

  static let directionColumns = [
    "condition_a", "target_a", "layer_a", "class_a", "condition_b", "target_b", "layer_b", "class_b", "probe", "site",
    "position", "cosine", "probe_cosine", "n", "reason",
  ]
}

extension DirectionCosine {
  fileprivate var fields: [CSVField] {
    [
      .text(a.condition), .text(a.target), .integer(a.layer), .text(a.label), .text(b.condition), .text(b.target),
      .integer(b.layer), .text(b.label), .text(probe.rawValue), .text(site), .text(position), .number(cosine),
      .number(probeCosine), .integer(prompts), .text(reason?.rawValue),
    ]
  }
}
