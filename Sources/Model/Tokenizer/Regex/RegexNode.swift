/// A parsed pattern.
indirect enum RegexNode: Sendable, Equatable {
  case nothing
  /// One character out of a set.
  case one(ScalarSet)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  case repeated(RegexNode, RepeatCount)
  case look(RegexNode, LookDirection, negated: Bool)
  /// Matched once and for all: no way back into it.
  case atomic(RegexNode)
  case assertion(RegexAssertion)

  enum LookDirection: Sendable { case ahead, behind }

  struct RepeatCount: Sendable, Equatable {
    var least: Int
    /// nil: without limit.
    var most: Int?
    var mode: Mode

    enum Mode: Sendable { case greedy, lazy, possessive }
  }
}

/// Places that take up no character.
enum RegexAssertion: Sendable, Equatable {
  case lineStart, lineEnd, textStart, textEnd, textEndBeforeNewline, wordBoundary, noWordBoundary
}

extension RegexNode {
  /// Whether this can match without taking up a character.
  var canBeEmpty: Bool {
    switch self {
    case .nothing, .look, .assertion: true
    case .one: false
    case .sequence(let nodes): nodes.allSatisfy(\.canBeEmpty)
    case .alternatives(let nodes): nodes.contains(where: \.canBeEmpty)
    case .repeated(let node, let count): count.least == 0 || node.canBeEmpty
    case .atomic(let node): node.canBeEmpty
    }
  }

  /// How many characters every match takes up; nil where that varies.
  var fixedLength: Int? {
    switch self {
    case .nothing, .look, .assertion: return 0
    case .one: return 1
    case .sequence(let nodes):
      var sum = 0
      for node in nodes {
        guard let length = node.fixedLength else { return nil }
        sum += length
      }
      return sum
    case .alternatives(let nodes):
      let lengths = Set(nodes.map(\.fixedLength))
      return lengths.count == 1 ? lengths.first ?? nil : nil
    case .repeated(let node, let count):
      guard count.least == count.most, let length = node.fixedLength else { return nil }
      return length * count.least
    case .atomic(let node): return node.fixedLength
    }
  }

  /// The characters a match can start with; nil if it can start with any or take up none.
  var firstSet: ScalarSet? {
    switch self {
    case .nothing, .look, .assertion: return nil
    case .one(let set): return set
    case .sequence(let nodes): return Self.firstSet(ofSequence: nodes)
    case .alternatives(let nodes):
      var union = ScalarSet.empty
      for node in nodes {
        guard let set = node.firstSet else { return nil }
        union = union.union(set)
      }
      return union
    case .repeated(let node, let count): return count.least == 0 ? nil : node.firstSet
    case .atomic(let node): return node.firstSet
    }
  }

  private static func firstSet(ofSequence nodes: [RegexNode]) -> ScalarSet? {
    var union = ScalarSet.empty
    for node in nodes {
      switch node {
      case .look, .assertion: continue
      case .repeated(let inner, let count) where count.least == 0:
        guard let set = inner.firstSet else { return nil }
        union = union.union(set)
      default:
        guard let set = node.firstSet else { return nil }
        return union.union(set)
      }
    }
    return nil
  }
}
