/// Overlapping controls in at most three lines: where, which wrappers, what to try. Layer by layer they are in
/// `verdicts.csv`, where `reason` holds `controls_overlap`.
public struct OverlapSummary: Sendable {
  /// One site and position with the layers at which the controls overlap.
  public typealias Place = (site: String, position: String, layers: [ControlOverlap])

  private let places: [Place]

  /// nil where nothing overlaps.
  public init?(_ places: [Place]) {
    self.places = places.filter { !$0.layers.isEmpty }
    if self.places.isEmpty { return nil }
  }

  /// - Parameter details: Where each layer is to be found, as `out/verdicts.csv`.
  public func lines(details: String) -> [String] {
    let overlaps = places.flatMap(\.layers)
    let y = Set(overlaps.map(\.y)).count == 1 ? overlaps[0].y : "their Y"
    let first = "No verdict where the controls overlap: \(Self.listed(places.map(Self.words), most: 4, by: "; "))."
    if let out = Self.offenders(overlaps, most: 3) {
      return [
        first, "Out of order there: \(Self.listed(out, most: 3)).",
        "Try: leave \(out.count == 1 ? "it" : "them") out and run again. Each layer: \(details).",
      ]
    }
    let kinds = [
      Self.share(overlaps, "irrelevant wrapper", \.far, \.irrelevant),
      Self.share(overlaps, "rewording", \.near, \.paraphrases),
    ]
    return [
      first, "There \(kinds.joined(separator: " and ")) stand among the other kind, by their distance to \(y).",
      "Try: rewordings nearer to \(y), irrelevant wrappers less like it, or a wrapper that does more. "
        + "Each layer: \(details).",
    ]
  }

  private static func words(_ place: Place) -> String {
    "\(place.site) at \(place.position), \(LayerList.named(Array(Set(place.layers.map(\.layer)))))"
  }

  /// `12 of 16 irrelevant wrappers`.
  private static func share(
    _ overlaps: [ControlOverlap], _ noun: String, _ all: (ControlOverlap) -> [ControlOverlap.Wrapper],
    _ found: (ControlOverlap) -> [String]
  ) -> String {
    let count = Set(overlaps.flatMap(all).map(\.name)).count
    return "\(Set(overlaps.flatMap(found)).count) of \(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The fewest wrappers, by greed, without which the controls of every layer lie apart; nil where more than `most` are
  /// needed, or all of a kind.
  private static func offenders(_ overlaps: [ControlOverlap], most: Int) -> [String]? {
    var overlaps = overlaps
    var out: [String] = []
    while overlaps.contains(where: { $0.separation < VerdictRule.leastSeparation }) {
      var blame: [String: Int] = [:]
      for overlap in overlaps {
        for near in overlap.near {
          for far in overlap.far where near.distance >= far.distance {
            blame[near.name, default: 0] += 1
            blame[far.name, default: 0] += 1
          }
        }
      }
      let worst = blame.max { ($0.value, $1.key) < ($1.value, $0.key) }
      guard let worst, out.count < most else { return nil }
      out.append(worst.key)
      for index in overlaps.indices { overlaps[index].drop(worst.key) }
      if overlaps.contains(where: { $0.near.count < 2 || $0.far.count < 2 }) { return nil }
    }
    return out.isEmpty ? nil : out
  }

  private static func listed(_ names: [String], most: Int, by separator: String = ", ") -> String {
    names.prefix(most).joined(separator: separator) + (names.count > most ? " and \(names.count - most) more" : "")
  }
}
