/// L-BFGS (Nocedal & Wright 2006, algorithm 7.5) for one smooth convex function, as a state that asks for the value and
/// gradient at `trial` and is told them: so many functions can be evaluated in one product.
///
/// The first step is −gradient, not scaled down: coordinates are to be preconditioned.
struct QuasiNewton {
  /// Where the function is to be evaluated next.
  private(set) var trial: [Double]
  /// The line search found no descent: the value is at the limit of its rounding.
  private(set) var stalled = false

  private var point: [Double] = []
  private var value = Double.infinity
  private var gradient: [Double] = []
  private var direction: [Double] = []
  private var slope = 0.0
  private var step = 1.0
  private var rejections = 0
  private var history: [(s: [Double], y: [Double], curvature: Double)] = []
  private static let memory = 10

  init(start: [Double]) { trial = start }

  /// - Returns: whether `trial` is taken as the new point; the next `trial` is then further on, else nearer.
  mutating func observe(value: Double, gradient: [Double]) -> Bool {
    if point.isEmpty || accepts(value, gradient) {
      advance(value, gradient)
      return true
    }
    // The parabola through value, slope and the new value; kept away from both ends.
    let parabola = -slope * step * step / (2 * (value - self.value - slope * step))
    step = parabola.isFinite ? min(max(parabola, 0.1 * step), 0.5 * step) : 0.1 * step
    rejections += 1
    stalled = rejections > 30
    trial = Vector.sum(point, direction, times: step)
    return false
  }

  /// Descent (Armijo), or where the difference of values is below their rounding a slope that has become flatter.
  private func accepts(_ value: Double, _ gradient: [Double]) -> Bool {
    guard value.isFinite else { return false }
    if value <= self.value + 1e-4 * step * slope { return true }
    let noise = 1e-7 * abs(self.value)
    return value <= self.value + noise && abs(Vector.dot(gradient, direction)) <= 0.9 * abs(slope)
  }

  private mutating func advance(_ value: Double, _ gradient: [Double]) {
    if !point.isEmpty {
      let s = Vector.sum(trial, point, times: -1)
      let y = Vector.sum(gradient, self.gradient, times: -1)
      let curvature = Vector.dot(s, y)
      if curvature > 1e-12 * Vector.dot(y, y) { history.append((s, y, curvature)) }
      if history.count > Self.memory { history.removeFirst() }
    }
    (point, self.value, self.gradient) = (trial, value, gradient)
    (step, rejections) = (1, 0)
    direction = descent()
    slope = Vector.dot(direction, gradient)
    if slope >= 0 {
      history = []
      direction = gradient.map { -$0 }
      slope = -Vector.dot(gradient, gradient)
    }
    trial = Vector.sum(point, direction, times: 1)
  }

  /// −H·gradient by the two loops over the history.
  private func descent() -> [Double] {
    var q = gradient.map { -$0 }
    var alphas = [Double](repeating: 0, count: history.count)
    for (i, pair) in history.enumerated().reversed() {
      alphas[i] = Vector.dot(pair.s, q) / pair.curvature
      Vector.add(pair.y, times: -alphas[i], to: &q)
    }
    if let last = history.last {
      let gamma = last.curvature / Vector.dot(last.y, last.y)
      for i in q.indices { q[i] *= gamma }
    }
    for (i, pair) in history.enumerated() {
      let beta = Vector.dot(pair.y, q) / pair.curvature
      Vector.add(pair.s, times: alphas[i] - beta, to: &q)
    }
    return q
  }
}

/// Sums over arrays of equal length, in an order that lets them run in vector registers.
enum Vector {
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var lanes = SIMD8<Double>.zero
    let whole = a.count & ~7
    var i = 0
    while i < whole {
      let x = SIMD8(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5], a[i + 6], a[i + 7])
      let y = SIMD8(b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7])
      lanes += x * y
      i += 8
    }
    var sum = lanes.sum()
    while i < a.count {
      sum += a[i] * b[i]
      i += 1
    }
    return sum
  }

  /// a + factor·b
  static func sum(_ a: [Double], _ b: [Double], times factor: Double) -> [Double] {
    var result = a
    add(b, times: factor, to: &result)
    return result
  }

  static func add(_ b: [Double], times factor: Double, to a: inout [Double]) {
    for i in 0..<min(a.count, b.count) { a[i] += factor * b[i] }
  }
}
