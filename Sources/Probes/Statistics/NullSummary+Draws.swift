extension NullSummary {
  /// Draws of a null, summed up; p counts those at least as close as `observed`, up to rounding.
  package init(of draws: [Double], observed: Double, closer: PairTable.Closer) {
    let tolerance = 1e-12 * max(1, abs(observed))
    let reached = draws.count { draw in
      switch closer {
      case .smaller: draw <= observed + tolerance
      case .larger: draw >= observed - tolerance
      }
    }
    let centre = draws.isEmpty ? observed : draws.mean
    let squares = draws.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    self.init(
      mean: centre, sd: draws.count < 2 ? 0 : (squares / Double(draws.count - 1)).squareRoot(),
      p: Double(1 + reached) / Double(1 + draws.count), draws: draws.count)
  }
}
