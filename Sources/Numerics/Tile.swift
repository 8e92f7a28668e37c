/// Squares of a matrix small enough that reading along rows and writing along columns both stay in the nearest cache.
enum Tile {
  private static let side = 32

  /// Calls `body` for every element, square by square.
  @inline(__always)
  static func forEach(rows: Int, columns: Int, _ body: (_ row: Int, _ column: Int) -> Void) {
    for top in stride(from: 0, to: rows, by: side) {
      for left in stride(from: 0, to: columns, by: side) {
        for r in top..<min(top + side, rows) {
          for c in left..<min(left + side, columns) { body(r, c) }
        }
      }
    }
  }
}
