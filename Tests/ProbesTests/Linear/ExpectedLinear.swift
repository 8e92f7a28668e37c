import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

/// What scikit-learn and numpy computed; see Tests/Fixtures/probes/linear/make_linear.py.
struct ExpectedLinear: Decodable {
  struct Fit: Decodable {
    var probe: String
    var penalty: Double?
    var balance: String
    var standardised: Bool
    var weights: [Double]
    var biases: [Double]
    var predictions: [Int]

    var settings: ProbeSettings? {
      guard let kind = ProbeKind(rawValue: probe), let balance = ClassBalance(rawValue: balance) else { return nil }
      return ProbeSettings(
        kind: kind, penalties: penalty.map { [$0] }, balance: balance, standardised: standardised)
    }
    var name: String { "\(probe) \(penalty.map { "\($0)" } ?? "auto") \(balance) standardised \(standardised)" }
  }
  struct Choice: Decodable {
    var grid: [Double]
    var chosen: [Double]
  }
  struct Regression: Decodable {
    var alphas: [Double]
    var target: [Double]
    var errors: [Double]
    var best: Double
    var weights: [[Double]]
    var intercepts: [Double]
  }
  struct Case: Decodable, CustomTestStringConvertible {
    var name: String
    var prompts: Int
    var width: Int
    var classes: Int
    var states: [Float]
    var labels: [Int]
    var folds: [Int]
    var fits: [Fit]
    var centroid: [Int]
    var choice: Choice
    var ridge: Regression
    var ledoit_wolf: Double
    var testDescription: String { name }

    var matrix: Matrix { Matrix(rows: prompts, columns: width, states) }
    var split: Folds { Folds(assignment: folds, count: (folds.max() ?? 0) + 1) }
  }
  struct Contrast: Decodable {
    var prompts: Int
    var width: Int
    var first: [Float]
    var second: [Float]
    var weights: [Double]
    var bias: Double
    var loss: Double
    var gradient: [Double]
  }
  var cases: [Case]
  var ccs: Contrast

  static func load() throws -> ExpectedLinear { try Expected.load(ExpectedLinear.self, "linear/linear") }
}

/// Prompts of `classes` classes in turn, whose means differ along random directions by `shift`.
func planted(
  _ n: Int, _ width: Int, classes: Int = 2, shift: Double = 1, random: inout RandomStream
) -> (states: Matrix, labels: [Int]) {
  let centres = (0..<classes * width).map { _ in shift * random.normal() }
  let labels = (0..<n).map { $0 % classes }
  let elements = labels.flatMap { label in
    (0..<width).map { Float(random.normal() + centres[label * width + $0]) }
  }
  return (Matrix(rows: n, columns: width, elements), labels)
}

/// ‖a − b‖ / ‖b‖
func relativeDistance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let size = b.reduce(0) { $0 + $1 * $1 }
  return (difference / max(size, 1e-300)).squareRoot()
}
