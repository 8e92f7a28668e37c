import MindstateNumerics
import MindstateProbes
import Testing

/// Whether intervals hold what was planted. a = z + e, b = m·z + f + 0.3 with independent normal dimensions, so the
/// truth of `procrustes` and `frechet` follows from the variances; that of `rsa` comes from large samples, and of
/// `mutual_knn`, which means something else at each n, from 300 samples of the same n.
@Suite struct ShapeCoverageTests {
  private static let spread = [2, 1.5, 1, 1, 0.7, 0.5]
  private static let gain = [1, 0.2, 1.2, 0.6, 1, 0.1]
  private static let prompts = 50

  private func draw(_ n: Int, _ random: inout RandomStream) -> (Matrix, Matrix) {
    var (a, b): ([Float], [Float]) = ([], [])
    for _ in 0..<n {
      for (s, m) in zip(Self.spread, Self.gain) {
        let z = s * random.normal()
        a.append(Float(z + 0.5 * random.normal()))
        b.append(Float(m * z + 0.8 * random.normal() + 0.3))
      }
    }
    return (Matrix(rows: n, columns: 6, a), Matrix(rows: n, columns: 6, b))
  }

  private static let truths: [(Metric, Double)] = {
    let (v, w) = (spread.map { $0 * $0 + 0.25 }, zip(spread, gain).map { $0 * $0 * $1 * $1 + 0.64 })
    let shared = zip(spread, gain).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    let gaps = zip(v, w).reduce(0) {
      $0 + ($1.0.squareRoot() - $1.1.squareRoot()) * ($1.0.squareRoot() - $1.1.squareRoot())
    }
    return [
      (.procrustes, 1 - shared / (v.reduce(0, +) * w.reduce(0, +)).squareRoot()), (.frechet, 6 * 0.09 + gaps),
      (.rsa, 0.52), (.mutualKNN, 0.3998),
    ]
  }()

  private func estimate(_ metric: Metric, _ a: Matrix, _ b: Matrix, _ random: inout RandomStream) throws -> Estimate {
    let clusters = Clusters(independent: a.rows)
    let groups = DeletedGroups(clusters, atMost: 50, random: &random)
    return switch metric {
    case .procrustes: try Procrustes(a, b).estimate(groups: groups, clusters: clusters)
    case .frechet: try FrechetDistance(a, b, unit: 1, clusters: clusters).estimate(groups: groups)
    case .rsa: try RepresentationalSimilarity(a, b, clusters: clusters).estimate(groups: groups)
    default: try MutualNeighbours(a, b, clusters: clusters).estimate(random: &random)
    }
  }

  @Test(arguments: truths)
  func intervalsHoldTheTruth(metric: Metric, truth: Double) throws {
    var held = 0
    let seeds = 40
    for seed in 0..<seeds {
      var random = RandomStream(seed: UInt64(seed), name: "coverage \(metric)")
      let (a, b) = draw(Self.prompts, &random)
      if try #require(try estimate(metric, a, b, &random).interval).contains(truth) { held += 1 }
    }
    #expect(Double(held) / Double(seeds) > 0.8, "\(metric): \(held) of \(seeds)")
  }
}
