/// A layer at which an irrelevant wrapper is no farther from Y than a paraphrase is, and who they are.
public struct ControlOverlap: Sendable, Equatable {
  public var y: String
  public var layer: Int

  /// A wrapper and its mean distance to Y.
  typealias Wrapper = (name: String, distance: Double)

  /// Paraphrases, and irrelevant wrappers.
  private(set) var near: [Wrapper] = []
  private(set) var far: [Wrapper] = []

  init(y: String, layer: Int) { (self.y, self.layer) = (y, layer) }

  /// Paraphrases that are no nearer than some irrelevant wrapper, the farthest first.
  public var paraphrases: [String] {
    guard let nearest = far.map(\.distance).min() else { return [] }
    return near.filter { $0.distance >= nearest }.sorted { $0.distance > $1.distance }.map(\.name)
  }

  /// Irrelevant wrappers that are no farther than some paraphrase, the nearest first.
  public var irrelevant: [String] {
    guard let farthest = near.map(\.distance).max() else { return [] }
    return far.filter { $0.distance <= farthest }.sorted { $0.distance < $1.distance }.map(\.name)
  }

  /// `layer 1: base/poster-below is no farther from base/qa than base/ask-say, base/child-mother`.
  public var text: String {
    let far = irrelevant
    return "layer \(layer): \(Self.listed(far)) \(far.count == 1 ? "is" : "are") no farther from \(y) than "
      + Self.listed(paraphrases)
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }

  public static func == (a: ControlOverlap, b: ControlOverlap) -> Bool {
    a.y == b.y && a.layer == b.layer && a.near.elementsEqual(b.near, by: ==) && a.far.elementsEqual(b.far, by: ==)
  }

  /// The share of pairs in the right order.
  var separation: Double { LayerDistances.separation(near.map(\.distance), far.map(\.distance)) }

  mutating func drop(_ name: String) {
    near.removeAll { $0.name == name }
    far.removeAll { $0.name == name }
  }

  /// Whether any control was refused here for that reason: a layer without sensitivity has none.
  package private(set) var isFound = false

  fileprivate mutating func add(_ condition: String, _ role: Role, _ distance: Double, isFound: Bool) {
    self.isFound = self.isFound || isFound
    if role == .paraphrase { near.append((condition, distance)) } else { far.append((condition, distance)) }
  }
}

extension [ControlOverlap] {
  /// Adds a control's mean distance to Y.
  ///
  /// - Parameter isFound: whether this control was refused since the controls overlap. Where some are, others may be
  ///   without sensitivity, and these, too, belong to the layer.
  package mutating func add(
    _ condition: String, _ role: Role, distance: Double, from y: String, at layer: Int, isFound: Bool = true
  ) {
    let index = firstIndex { $0.y == y && $0.layer == layer } ?? endIndex
    if index == endIndex { append(ControlOverlap(y: y, layer: layer)) }
    self[index].add(condition, role, distance, isFound: isFound)
  }
}
