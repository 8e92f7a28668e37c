import MindstateNumerics

/// For each prompt of a condition all others, the nearest first (Euclidean; of equally near ones the earlier).
struct NeighbourLists: Sendable {
  private let prompts: Int
  /// [prompts, prompts − 1]
  private let order: [Int32]

  init(_ states: Matrix) {
    let n = states.rows
    prompts = n
    let distances = Distances.table(states, states, centre: Standardisation(of: states).mean)
    var order: [Int32] = []
    order.reserveCapacity(n * max(0, n - 1))
    for i in 0..<n {
      let row = (0..<n).filter { $0 != i }.map { (distance: distances[i * n + $0], other: Int32($0)) }
      order += row.sorted { ($0.distance, $0.other) < ($1.distance, $1.other) }.map(\.other)
    }
    self.order = order
  }

  /// The `k` nearest of a prompt among those that are in.
  func nearest(_ k: Int, to prompt: Int, among isIn: [Bool]) -> [Int] {
    var found: [Int] = []
    for place in prompt * (prompts - 1)..<(prompt + 1) * (prompts - 1) where isIn[Int(order[place])] {
      found.append(Int(order[place]))
      if found.count == k { break }
    }
    return found
  }
}
