import MindstateExperiments

/// The layers an assertion speaks of; it holds when it holds at every one of them.
///
/// A parameter of an assertion takes them as they come: `layers: 4`, `[3, 5]`, `3...5`, `3..<6`, `4...`, `.last`, `.all`.
/// A value to keep is made of one of these: `let layers = StateLayers(3...5)`.
public struct StateLayers: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  let asserted: AssertedLayers

  init(asserted: AssertedLayers) { self.asserted = asserted }

  public init(_ layers: some StateLayerChoice) { self = layers.stateLayers }

  public init(integerLiteral layer: Int) { asserted = .listed([layer]) }

  public init(arrayLiteral layers: Int...) { asserted = .listed(layers) }
}

/// What names layers: a number, a range, a list, or ``StateLayers``. No type of yours needs to conform.
public protocol StateLayerChoice {
  var stateLayers: StateLayers { get }
}

extension StateLayerChoice where Self == StateLayers {
  /// Every layer; of the residual stream all levels but 0, the token's embedding, which no wrapper moves.
  public static var all: StateLayers { StateLayers(asserted: .all) }

  /// The uppermost.
  public static var last: StateLayers { StateLayers(asserted: .last) }

  @available(*, deprecated, message: "Write the range itself: first...last.")
  public static func from(_ first: Int, through last: Int) -> StateLayers {
    StateLayers(asserted: .listed(first <= last ? Array(first...last) : []))
  }
}

extension StateLayers: StateLayerChoice {
  public var stateLayers: StateLayers { self }
}

extension Int: StateLayerChoice {
  public var stateLayers: StateLayers { StateLayers(asserted: .listed([self])) }
}

extension Array: StateLayerChoice where Element == Int {
  public var stateLayers: StateLayers { StateLayers(asserted: .listed(self)) }
}

extension ClosedRange: StateLayerChoice where Bound == Int {
  /// Both ends included.
  public var stateLayers: StateLayers { StateLayers(asserted: .range(from: lowerBound, through: upperBound)) }
}

extension Range: StateLayerChoice where Bound == Int {
  /// Without the upper end.
  public var stateLayers: StateLayers {
    StateLayers(asserted: isEmpty ? .listed([]) : .range(from: lowerBound, through: upperBound - 1))
  }
}

extension PartialRangeFrom: StateLayerChoice where Bound == Int {
  /// To the uppermost.
  public var stateLayers: StateLayers { StateLayers(asserted: .range(from: lowerBound, through: nil)) }
}
