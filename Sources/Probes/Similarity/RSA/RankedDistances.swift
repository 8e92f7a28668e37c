import MindstateNumerics

/// The Euclidean distances between the prompts of one condition, in ascending order.
struct RankedDistances: Sendable {
  /// A pair of prompts, j < i.
  private struct Pair {
    let i: Int32
    let j: Int32
    /// Among the pairs row by row: i(i − 1)/2 + j.
    var place: Int { Int(i) * (Int(i) - 1) / 2 + Int(j) }
  }

  let prompts: Int
  private let order: [Pair]
  /// Whether a pair is at the same distance as the one before it.
  private let isTied: [Bool]

  var pairs: Int { order.count }

  /// - Throws: `noSpread` where all distances are equal.
  init(_ states: Matrix) throws(Reason) {
    let n = states.rows
    prompts = n
    let distances = Distances.table(states, states, centre: Standardisation(of: states).mean)
    var pairs: [(distance: Double, pair: Pair)] = []
    pairs.reserveCapacity(n * (n - 1) / 2)
    for i in 0..<n {
      for j in 0..<i { pairs.append((distances[i * n + j], Pair(i: Int32(i), j: Int32(j)))) }
    }
    // The order of equal distances does not matter: they get one rank.
    pairs.sort { $0.distance < $1.distance }
    order = pairs.map(\.pair)
    isTied = pairs.indices.map { $0 > 0 && pairs[$0].distance == pairs[$0 - 1].distance }
    if !isTied.dropFirst().contains(false) { throw .noSpread }
  }

  /// Calls `body` with place and twice the rank, from 0, of every pair whose prompts are both in; ties have their mean
  /// rank.
  @inline(__always)
  func forEachRank(_ isIn: [Bool], _ body: (_ place: Int, _ twice: Int) -> Void) {
    var (start, next) = (0, 0)
    while start < order.count {
      var end = start + 1
      while end < order.count && isTied[end] { end += 1 }
      var inside = 0
      for index in start..<end where isIn[Int(order[index].i)] && isIn[Int(order[index].j)] { inside += 1 }
      if inside > 0 {
        for index in start..<end where isIn[Int(order[index].i)] && isIn[Int(order[index].j)] {
          body(order[index].place, 2 * next + inside - 1)
        }
        next += inside
      }
      start = end
    }
  }

  /// Ranks less their mean, [prompts, prompts], 0 on the diagonal; and the sum of their squares below it.
  func centredRanks() -> (DoubleMatrix, Double) {
    var ranks = [Double](repeating: 0, count: pairs)
    let mean = Double(pairs - 1) / 2
    forEachRank([Bool](repeating: true, count: prompts)) { place, twice in ranks[place] = Double(twice) / 2 - mean }
    var matrix = DoubleMatrix(rows: prompts, columns: prompts)
    var place = 0
    for i in 0..<prompts {
      for j in 0..<i {
        matrix[i, j] = ranks[place]
        matrix[j, i] = ranks[place]
        place += 1
      }
    }
    return (matrix, ranks.squares)
  }
}
