package import MindstateNumerics

/// What the prompts of the reference do to a standardised cosine distance through the mean and sd that they give.
///
/// With x and y the two standardised states of a prompt, p = y/‖x‖‖y‖ − cos·x/‖x‖² and q the same of y, 1 − cos changes by
/// (p + q)/σ for each unit of a dimension's mean and by (p·x + q·y)/σ for each of its sd. A prompt of standardised state u
/// moves the mean by σ·u and the sd by σ·(u² − 1)/2, to first order. At a fixed frame intervals are too narrow, the more
/// so the nearer the two states are. Cost: prompts × width.
package enum FrameInfluence {
  /// Distances by prompt with what the prompt does to all of them through the frame: their mean is that of `distances`.
  package static func added(
    to distances: [Double], _ a: Matrix, _ b: Matrix, reference: Matrix, frame: Standardisation
  ) -> [Double] {
    let n = a.rows
    guard n > 1, reference.rows == n, distances.count == n else { return distances }
    let (x, y, u) = (frame.applied(to: a), frame.applied(to: b), frame.applied(to: reference))
    var (shift, stretch) = ([Double](repeating: 0, count: a.columns), [Double](repeating: 0, count: a.columns))
    for r in 0..<n {
      let (xs, ys) = (x.row(r), y.row(r))
      let (xx, yy) = (xs.reduce(0) { $0 + $1 * $1 }, ys.reduce(0) { $0 + $1 * $1 })
      let norms = (xx * yy).squareRoot()
      let cosine = zip(xs, ys).reduce(0) { $0 + $1.0 * $1.1 } / norms
      for (c, (x, y)) in zip(xs, ys).enumerated() {
        let (p, q) = (y / norms - cosine * x / xx, x / norms - cosine * y / yy)
        shift[c] += (p + q) / Double(n)
        stretch[c] += (p * x + q * y) / Double(n)
      }
    }
    let varies = (0..<a.columns).map { c in (0..<n).contains { u[$0, c] != 0 } }
    return distances.enumerated().map { r, distance in
      (0..<a.columns).reduce(distance) { sum, c in
        varies[c] ? sum + shift[c] * u[r, c] + stretch[c] * (u[r, c] * u[r, c] - 1) / 2 : sum
      }
    }
  }
}
