import MindstateNumerics

/// The Euclidean distances between the prompts of one condition, in ascending order.
struct RankedDistances: Sendable {
  let prompts: Int
  /// Where pairs (i, j), j < i, stand in a matrix: i · prompts + j, nearest first.
  private let order: [Int32]
  /// Whether a pair is at the same distance as the one before it.
  private let isTied: [Bool]

  /// - Throws: `noSpread` where all distances are equal.
  init(_ states: Matrix) throws(Reason) {
    let n = states.rows
    prompts = n
    let distances = Distances.table(states, states, centre: Standardisation(of: states).mean)
    var pairs: [(distance: Double, place: Int32)] = []
    pairs.reserveCapacity(n * (n - 1) / 2)
    for i in 0..<n {
      for j in 0..<i { pairs.append((distances[i * n + j], Int32(i * n + j))) }
    }
    pairs.sort { ($0.distance, $0.place) < ($1.distance, $1.place) }
    order = pairs.map(\.place)
    isTied = pairs.indices.map { $0 > 0 && pairs[$0].distance == pairs[$0 - 1].distance }
    if !isTied.dropFirst().contains(false) { throw .noSpread }
  }

  /// Sets `ranks` at the place of every pair of prompts that are in, ties at their mean rank, from 0; returns how many
  /// pairs there are and the sum of their squared ranks.
  func rank(_ isIn: [Bool], into ranks: inout [Double]) -> (pairs: Int, squares: Double) {
    var tied: [Int32] = []
    var (next, squares) = (0, 0.0)
    func close() {
      let rank = Double(2 * next + tied.count - 1) / 2
      for place in tied { ranks[Int(place)] = rank }
      squares += rank * rank * Double(tied.count)
      next += tied.count
      tied.removeAll(keepingCapacity: true)
    }
    for (index, place) in order.enumerated() {
      if !isTied[index] { close() }
      let (i, j) = Int(place).quotientAndRemainder(dividingBy: prompts)
      if isIn[i] && isIn[j] { tied.append(place) }
    }
    close()
    return (next, squares)
  }

  /// Ranks less their mean, [prompts, prompts], 0 on the diagonal; and the sum of their squares below it.
  func centredRanks() -> (DoubleMatrix, Double) {
    var ranks = DoubleMatrix(rows: prompts, columns: prompts)
    let (pairs, squares) = rank([Bool](repeating: true, count: prompts), into: &ranks.elements)
    let mean = Double(pairs - 1) / 2
    for i in 0..<prompts {
      for j in 0..<i {
        let value = ranks[i, j] - mean
        ranks[i, j] = value
        ranks[j, i] = value
      }
    }
    return (ranks, squares - Double(pairs) * mean * mean)
  }
}
