public import MindstateProbes
import MindstateStore

/// Whether the controls came out as they must: each paraphrase *same*, each irrelevant wrapper *different*.
public struct SweepSelfTest: Sendable, Equatable {
  /// Where a control did not come out as it must.
  public struct Place: Sendable, Equatable {
    public var site: String
    public var position: String
    /// Ascending.
    public var layers: [Int]

    package init(site: String, position: String, layers: [Int]) {
      (self.site, self.position, self.layers) = (site, position, layers)
    }

    /// `layer 1`, `layers 1, 4`.
    public var layerText: String { LayerList.named(layers) }
  }

  /// The layers of a site and position at which the controls overlap, so that there is no verdict.
  public struct Overlap: Sendable, Equatable {
    public var site: String
    public var position: String
    public var layers: [ControlOverlap]

    package init(site: String, position: String, layers: [ControlOverlap] = []) {
      (self.site, self.position, self.layers) = (site, position, layers)
    }
  }

  public var passed: Bool
  /// The places that are concerned; verdicts of all others stand.
  public var places: [Place] = []
  /// A line for each wrapper, site and position that did not.
  public var failures: [String]
  public var overlaps: [Overlap] = []

  package init(passed: Bool, places: [Place], failures: [String], overlaps: [Overlap] = []) {
    (self.passed, self.places, self.failures, self.overlaps) = (passed, places, failures, overlaps)
  }

  /// Where the controls overlap, in at most three lines.
  public func overlapLines(details: String) -> [String] {
    OverlapSummary(overlaps.map { ($0.site, $0.position, $0.layers) })?.lines(details: details) ?? []
  }

  /// A line for each layer at which the controls overlap, for the manifest.
  public var overlapTexts: [String] {
    overlaps.flatMap { place in place.layers.map { "\(place.site) at \(place.position), \($0.text)" } }
  }
}

extension SweepSelfTest {
  fileprivate mutating func note(site: String, position: String, layer: Int) {
    let index = places.firstIndex { $0.site == site && $0.position == position }
    guard let index else { return places.append(Place(site: site, position: position, layers: [layer])) }
    if places[index].layers.contains(layer) { return }
    places[index].layers.append(layer)
    places[index].layers.sort()
  }

  fileprivate mutating func overlap(
    site: String, position: String, layer: Int, _ name: String, _ role: Role, distance: Double, from y: String,
    isFound: Bool
  ) {
    let index = overlaps.firstIndex { $0.site == site && $0.position == position } ?? overlaps.endIndex
    if index == overlaps.endIndex { overlaps.append(Overlap(site: site, position: position)) }
    overlaps[index].layers.add(name, role, distance: distance, from: y, at: layer, isFound: isFound)
    overlaps[index].layers.sort { ($0.layer, $0.y) < ($1.layer, $1.y) }
  }

  var json: JSON {
    let places = places.map { place in
      JSON.object(
        JSONObject([
          ("site", .string(place.site)), ("position", .string(place.position)),
          ("layers", .array(place.layers.map { .integer($0) })),
        ]))
    }
    return .object(
      JSONObject([
        ("passed", .bool(passed)), ("failures", .array(failures.map { .string($0) })), ("places", .array(places)),
        ("overlaps", .array(overlapTexts.map { .string($0) })),
        (
          "overlap_summary",
          .array(overlapLines(details: "verdicts.csv, reason controls_overlap").map { .string($0) })
        ),
      ]))
  }
}

extension SummaryTables {
  /// From the rows of the controls themselves, at layers where the assay has sensitivity; nil: there are none.
  var selfTest: SweepSelfTest? {
    var test = SweepSelfTest(passed: false, places: [], failures: [])
    var layers: [String: [(layer: Int, verdict: String)]] = [:]
    var order: [String] = []
    var tested = 0
    for row in verdicts.rows {
      guard let role = verdicts.text(row, "role").flatMap(Role.init), let wanted = SelfTest.expected(role),
        let layer = verdicts.text(row, "layer").flatMap({ Int($0) }), let verdict = verdicts.text(row, "verdict"),
        let distance = verdicts.number(row, "d")
      else { continue }
      let name = verdicts.text(row, "condition_b") ?? ""
      let (site, position) = (verdicts.text(row, "site") ?? "", verdicts.text(row, "position") ?? "")
      let reasons = (verdicts.text(row, "reason") ?? "").split(separator: ";")
      let overlaps = reasons.contains(Substring(Reason.controlsOverlap.rawValue))
      test.overlap(
        site: site, position: position, layer: layer, name, role, distance: distance,
        from: verdicts.text(row, "condition_a") ?? "", isFound: overlaps)
      if overlaps { continue }
      let known = reasons.compactMap { Reason(rawValue: String($0)) }
      if !LayerVerdict.isJudged(hasValue: verdicts.number(row, "s") != nil, known) { continue }
      tested += 1
      if verdict == wanted.rawValue { continue }
      let line = "\(role.rawValue) \(name), \(site) at \(position), is not \(wanted.rawValue)"
      test.note(site: site, position: position, layer: layer)
      if layers[line] == nil { order.append(line) }
      layers[line, default: []].append((layer, verdict))
    }
    for index in test.overlaps.indices { test.overlaps[index].layers.removeAll { !$0.isFound } }
    test.overlaps.removeAll(where: \.layers.isEmpty)
    if tested == 0 && test.overlaps.isEmpty { return nil }
    test.passed = tested > 0 && order.isEmpty
    test.failures = order.map { line in
      let parts = Dictionary(grouping: layers[line] ?? [], by: \.verdict).sorted { $0.key < $1.key }
      return "\(line): "
        + parts.map { "\($0.key) at \(LayerList.named($0.value.map(\.layer)))" }.joined(separator: ", ")
    }
    return test
  }
}
