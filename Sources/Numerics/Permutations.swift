/// Random orders of 0 ..< count, and the means of a table under them.
///
/// Laid out so that a table is walked row by row, whatever the orders: then only the row, the sums and the orders'
/// entries for it are touched at a time, and all fit the nearest cache. Memory: 4 bytes an entry.
package struct Permutations: Sendable {
  package let count: Int
  package let draws: Int
  /// [count, draws]: where order `draw` sends i.
  private let orders: [UInt32]

  /// - Parameter random: Fisher-Yates, order after order. Shuffling what is shuffled already is as uniform as
  ///   starting anew.
  package init(of count: Int, draws: Int, random: inout RandomStream) {
    precondition(count >= 0 && count <= UInt32.max && draws >= 0)
    let batch = 64
    var stream = random
    orders = unsafe [UInt32](unsafeUninitializedCapacity: count * draws) { buffer, written in
      var block = [UInt32](repeating: 0, count: batch * count)
      var order = (0..<count).map { UInt32($0) }
      for first in stride(from: 0, to: draws, by: batch) {
        let size = min(batch, draws - first)
        unsafe order.withUnsafeMutableBufferPointer { order in
          for draw in 0..<size {
            for i in Swift.stride(from: count - 1, to: 0, by: -1) {
              let j = stream.index(below: i + 1)
              let kept = unsafe order[i]
              unsafe order[i] = order[j]
              unsafe order[j] = kept
            }
            for i in 0..<count { unsafe block[draw * count + i] = order[i] }
          }
        }
        for i in 0..<count {
          for draw in 0..<size {
            unsafe buffer.initializeElement(at: i * draws + first + draw, to: block[draw * count + i])
          }
        }
      }
      written = count * draws
    }
    random = stream
    (self.count, self.draws) = (count, draws)
  }

  /// Where order `draw` sends each index.
  package func order(_ draw: Int) -> [Int] { (0..<count).map { Int(orders[$0 * draws + draw]) } }

  /// The mean over i of `table`[i, order(i)], for each order.
  ///
  /// - Parameter table: [count, count], row by row.
  package func means(of table: [Double]) -> [Double] {
    precondition(table.count == count * count, "\(table.count) values for \(count) × \(count)")
    var sums = [Double](repeating: 0, count: draws)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe table.withUnsafeBufferPointer { table in
        unsafe orders.withUnsafeBufferPointer { orders in
          for i in 0..<count {
            for draw in 0..<draws { unsafe sums[draw] += table[i * count + Int(orders[i * draws + draw])] }
          }
        }
      }
    }
    return sums.map { $0 / Double(max(1, count)) }
  }
}
