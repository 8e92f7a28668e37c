import MindstateNumerics
import MindstateProbes
import Testing

/// Metrics of shape, subspace and population against numpy, scipy and scikit-learn.
@Suite struct ShapeMetricTests {
  struct Case: Decodable {
    var name: String
    var prompts: Int
    var width: Int
    var groups: [Int]
    var folds: [Int]
    var a: [Float]
    var b: [Float]
    var reference: [Float]
    var expected: [String: Double]
    var without: [String: [Double]]?

    var clusters: Clusters { Clusters(groups: groups.map { "\($0)" }) }
    func matrix(_ elements: [Float]) -> Matrix { Matrix(rows: prompts, columns: width, elements) }
  }

  @Test func agreesWithScipy() throws {
    for known in try Expected.load([Case].self, "metrics/metrics") {
      let (a, b) = (known.matrix(known.a), known.matrix(known.b))
      let subspaces = try PrincipalSubspaces(a, b)
      let correlations = CanonicalCorrelations(subspaces)
      let areas = try TwoSampleProbe(a, b, folds: Folds(assignment: known.folds, count: 5)).contributions([nil, 1, 2])
      let whitened = try WhitenedCosine.estimate(a, b, from: known.matrix(known.reference), clusters: known.clusters)
      let found: [(String, Double?)] = [
        ("mean_cosine_whitened", whitened.value), ("procrustes", try Procrustes(a, b).value),
        ("rsa", try RepresentationalSimilarity(a, b, clusters: known.clusters).value),
        ("mutual_knn", try MutualNeighbours(a, b, clusters: known.clusters).value),
        ("frechet", try FrechetDistance(a, b, unit: 1, clusters: known.clusters).value()),
        ("two_sample_auc", areas[0].area), ("two_sample_auc_pc1", areas[1].area), ("two_sample_auc_pc2", areas[2].area),
        ("svcca", correlations.value(of: .mean)), ("pwcca", correlations.value(of: .projectionWeighted)),
        ("principal_angles", try PrincipalAngles(subspaces).value),
      ]
      #expect(found.count == known.expected.count)
      for (metric, value) in found {
        let wanted = try #require(known.expected[metric])
        let text = "\(known.name), \(metric): \(value ?? .nan) \(wanted)"
        // CCA of scikit-learn iterates; an angle of 0 comes from scipy as the root of rounding.
        let tolerance = metric.hasSuffix("cca") ? 1e-6 : metric == "principal_angles" ? 1e-7 : 1e-8
        #expect(isClose(value ?? .nan, wanted, tolerance, floor: 1e-2), "\(text)")
      }
    }
  }

  /// The sums that are taken away, against scipy on what is left.
  @Test func leavingAGroupOutIsLeavingItsPromptsOut() throws {
    let cases = try Expected.load([Case].self, "metrics/metrics")
    let known = try #require(cases.first { $0.without != nil })
    let (a, b) = (known.matrix(known.a), known.matrix(known.b))
    var random = RandomStream(seed: 1, name: "groups")
    let groups = DeletedGroups(known.clusters, atMost: 50, random: &random)
    let t = StudentT.quantile(upperTail: 0.025, degreesOfFreedom: 21)
    func check(_ metric: String, _ estimate: Estimate, isCorrected: Bool) throws {
      let without = try #require(known.without?[metric])
      let (value, interval) = (try #require(estimate.value), try #require(estimate.interval))
      let centre = isCorrected ? value - 21 * (without.mean - value) : value
      let reach = t * ClusterJackknife.standardError(without)
      #expect(isClose(interval.lowerBound, min(centre - reach, value), 1e-6), "\(metric)")
      #expect(isClose(interval.upperBound, max(centre + reach, value), 1e-6), "\(metric)")
      #expect(estimate.method == .jackknifeCluster)
    }
    try check("procrustes", Procrustes(a, b).estimate(groups: groups, clusters: known.clusters), isCorrected: true)
    try check(
      "rsa", RepresentationalSimilarity(a, b, clusters: known.clusters).estimate(groups: groups), isCorrected: false)
    try check(
      "frechet", FrechetDistance(a, b, unit: 1, clusters: known.clusters).estimate(groups: groups), isCorrected: true)
  }

  @Test func singularValuesAloneAreThoseOfTheDecomposition() throws {
    var random = RandomStream(seed: 2, name: "singular")
    for (rows, columns) in [(1, 1), (5, 3), (3, 5), (40, 40), (0, 3)] {
      let matrix = DoubleMatrix(random.matrix(rows, columns))
      let (alone, all) = (try #require(matrix.singularValues), try #require(SingularValues(matrix)).values)
      #expect(alone.count == all.count && zip(alone, all).allSatisfy { isClose($0, $1, 1e-12) })
    }
    #expect(DoubleMatrix(rows: 1, columns: 1, [.nan]).singularValues == nil)
  }
}
