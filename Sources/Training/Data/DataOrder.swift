import MindstateNumerics

/// In which order examples come: every epoch all of them once, in an order of its own drawn from the seed.
///
/// What comes n-th depends on seed, count and n alone, so a run goes on anywhere without having been there.
package struct DataOrder: Sendable {
  private let count: Int
  private let seed: UInt64
  private let name: String
  private var epoch = -1
  private var order: [Int] = []

  /// - Parameter name: tells apart the orders of several sources under one seed.
  package init(count: Int, seed: UInt64, name: String) {
    precondition(count > 0)
    self.count = count
    self.seed = seed
    self.name = name
  }

  /// The example that comes `place`-th, counted from 0.
  package mutating func example(at place: Int) -> Int {
    if place / count != epoch {
      epoch = place / count
      var random = RandomStream(seed: seed, name: "training.order.\(name).\(epoch)")
      order = random.permutation(of: count)
    }
    return order[place % count]
  }
}
