import Foundation
import MindstateNumerics
import MindstateTestSupport
import Testing

/// What scipy, scikit-learn and numpy computed; see Tests/Fixtures/probes/make_probes.py.
enum Expected {
  static func load<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: Fixture.path("probes/\(name).json"))))
  }

  struct Statistics: Decodable {
    struct Normal: Decodable {
      var x: [Double]
      var cdf: [Double]
      var p: [Double]
      var quantile: [Double]
    }
    struct Bootstrap: Decodable, CustomTestStringConvertible {
      var name: String
      var values: [Double]
      var groups: [String]
      var distribution: [Double]
      var low: Double
      var high: Double
      var testDescription: String { name }
    }
    struct Discovery: Decodable {
      var p: [Double]
      var q: [Double]
    }
    struct RePairing: Decodable {
      var table: [Double]
      var mean: Double
      var sd: Double
      var reached: Int
      var permutations: Int
    }
    var normal: Normal
    var bootstrap: [Bootstrap]
    var discovery: Discovery
    var repairing: RePairing
  }

  struct Similarity: Decodable {
    struct Case: Decodable {
      var name: String
      var prompts: Int
      var width: Int
      var a: [Float]
      var b: [Float]
      var reference: [Float]
      var expected: [String: [Double]]

      func matrix(_ elements: [Float]) -> Matrix { Matrix(rows: prompts, columns: width, elements) }
    }
    struct Ragged: Decodable {
      var offsets: [Int]
      var width: Int
      var a: [Float]
      var b: [Float]
      var ids_a: [Int]
      var ids_b: [Int]
      var expected: [String: Double]
    }
    var cases: [Case]
    var ragged: Ragged
  }
}

/// |x − y| within `tolerance`, relative to the greater of |y| and `floor`.
func isClose(_ x: Double, _ y: Double, _ tolerance: Double, floor: Double = 1e-300) -> Bool {
  x == y || abs(x - y) <= tolerance * max(abs(y), floor)
}

extension RandomStream {
  /// A standard normal number (Box-Muller, one of the two).
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in Float(normal()) })
  }
}
