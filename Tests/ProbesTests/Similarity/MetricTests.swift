import Foundation
import MindstateNumerics
import MindstateProbes
import Testing

@Suite struct MetricTests {
  @Test(arguments: Metric.paired)
  func agreesWithNumpy(metric: Metric) throws {
    for expected in try Expected.load(Expected.Similarity.self, "similarity").cases {
      let scale = ReferenceScale(of: expected.matrix(expected.reference))
      let values = try metric.perPrompt(expected.matrix(expected.a), expected.matrix(expected.b), scale: scale)
      let wanted = try #require(expected.expected[metric.rawValue])
      #expect(values.count == wanted.count)
      for (prompt, value) in values.enumerated() {
        #expect(isClose(value, wanted[prompt], 1e-9, floor: 1e-3), "\(expected.name), prompt \(prompt)")
      }
    }
  }

  @Test func rotatingBothChangesNeitherCosineNorDistance() throws {
    var random = RandomStream(seed: 1, name: "rotation")
    let (a, b) = (random.matrix(15, 8), random.matrix(15, 8))
    let rotation = random.rotation(8)
    for metric in [Metric.cosineDistance, .euclideanRelative] {
      let before = try metric.perPrompt(a, b, scale: ReferenceScale(of: a))
      let turned = (a.times(rotation), b.times(rotation))
      let after = try metric.perPrompt(turned.0, turned.1, scale: ReferenceScale(of: turned.0))
      for (x, y) in zip(before, after) { #expect(isClose(x, y, 1e-5, floor: 0.01), "\(metric)") }
    }
  }

  @Test(arguments: Metric.paired)
  func scalingAllConditionsAlikeChangesNothing(metric: Metric) throws {
    var random = RandomStream(seed: 2, name: "scale")
    let (a, b) = (random.matrix(15, 8), random.matrix(15, 8))
    let scaled = (a.scaled(by: 1024), b.scaled(by: 1024))
    let before = try metric.perPrompt(a, b, scale: ReferenceScale(of: a))
    let after = try metric.perPrompt(scaled.0, scaled.1, scale: ReferenceScale(of: scaled.0))
    for (x, y) in zip(before, after) { #expect(isClose(x, y, 1e-12, floor: 1)) }
  }

  @Test(arguments: Metric.paired)
  func isSymmetric(metric: Metric) throws {
    var random = RandomStream(seed: 3, name: "symmetry")
    let (a, b, reference) = (random.matrix(15, 8), random.matrix(15, 8), random.matrix(15, 8))
    let scale = ReferenceScale(of: reference)
    let (forth, back) = (try metric.perPrompt(a, b, scale: scale), try metric.perPrompt(b, a, scale: scale))
    for (x, y) in zip(forth, back) { #expect(isClose(x, y, 1e-14, floor: 1)) }
  }

  @Test(arguments: Metric.paired)
  func followsThePromptsInAnyOrder(metric: Metric) throws {
    var random = RandomStream(seed: 4, name: "order")
    let (a, b) = (random.matrix(15, 8), random.matrix(15, 8))
    let order = random.permutation(of: 15)
    let straight = try metric.perPrompt(a, b, scale: ReferenceScale(of: a))
    let (x, y) = (a.gatheringRows(order), b.gatheringRows(order))
    for (place, value) in try metric.perPrompt(x, y, scale: ReferenceScale(of: x)).enumerated() {
      #expect(isClose(value, straight[order[place]], 1e-12, floor: 1))
    }
  }

  @Test func equalStatesAreAtDistanceZeroExactly() throws {
    var random = RandomStream(seed: 5, name: "equal")
    let a = random.matrix(40, 33)
    let scale = ReferenceScale(of: random.matrix(40, 33))
    for metric in [Metric.cosineDistance, .cosineDistanceStandardised, .euclideanRelative] {
      #expect(try metric.perPrompt(a, a, scale: scale).allSatisfy { $0 == 0 }, "\(metric)")
    }
    #expect(try Metric.retrievalAt1.perPrompt(a, a, scale: scale).allSatisfy { $0 == 1 })
  }

  /// Copies stand at different places of the matrix product, which may round them differently.
  @Test(arguments: [3, 8, 31, 64, 129])
  func exactCopiesShareTheFirstPlace(copies: Int) throws {
    var random = RandomStream(seed: 6, name: "copies")
    let distinct = random.matrix(7, 97)
    let states = distinct.gatheringRows((0..<7 + copies).map { max(0, $0 - copies) })
    let values = try Metric.retrievalAt1.perPrompt(states, states, scale: ReferenceScale(of: states))
    for (prompt, value) in values.enumerated() {
      #expect(isClose(value, prompt <= copies ? 1 / Double(copies + 1) : 1, 1e-12), "prompt \(prompt)")
    }
  }

  @Test func unrelatedStatesAreFoundByChance() throws {
    var random = RandomStream(seed: 7, name: "chance")
    let (a, b) = (random.matrix(400, 20), random.matrix(400, 20))
    let values = try Metric.retrievalAt1.perPrompt(a, b, scale: ReferenceScale(of: a))
    #expect(values.mean < 0.012)  // chance is 1/400
  }

  @Test func tableHoldsEveryPair() throws {
    var random = RandomStream(seed: 8, name: "table")
    let (a, b) = (random.matrix(9, 5), random.matrix(9, 5))
    let cosines = CosineDistance.table(try CosineTable(a, b))
    let distances = EuclideanRelative.table(a, b, unit: 2, centre: Standardisation(of: a).mean)
    for i in 0..<9 {
      for j in 0..<9 {
        let products = RowProducts(a[rows: i..<i + 1], b[rows: j..<j + 1])
        #expect(isClose(cosines.values[i * 9 + j], try CosineDistance.perRow(products)[0], 1e-12, floor: 1))
        #expect(isClose(distances.values[i * 9 + j], EuclideanRelative.perRow(products, unit: 2)[0], 1e-12, floor: 1))
      }
    }
  }

  /// Wider than one block of dimensions: logits. Copied dimensions change no cosine.
  @Test func widthIsNoLimit() throws {
    var random = RandomStream(seed: 9, name: "blocks")
    let (a, b) = (random.matrix(5, 1000), random.matrix(5, 1000))
    let (wideA, wideB) = (a.repeated(9), b.repeated(9))
    let (scale, wideScale) = (ReferenceScale(of: a), ReferenceScale(of: wideA))
    #expect(wideScale.standardisation.mean.count == 9000)
    for metric in Metric.paired {
      let values = try metric.perPrompt(wideA, wideB, scale: wideScale)
      for (wide, narrow) in zip(values, try metric.perPrompt(a, b, scale: scale)) {
        #expect(isClose(wide, narrow, 1e-12), "\(metric)")
      }
    }
  }

  @Test func zeroStateHasNoDirection() {
    let a = Matrix(rows: 2, columns: 2, [1, 2, 0, 0])
    let b = Matrix(rows: 2, columns: 2, [1, 2, 3, 4])
    #expect(throws: Reason.zeroNorm) { try Metric.cosineDistance.perPrompt(a, b, scale: ReferenceScale(of: b)) }
  }

  @Test func onePromptHasNoScale() {
    let one = Matrix(rows: 1, columns: 2, [1, 2])
    for metric in Metric.paired where metric.usesReference {
      #expect(throws: Reason.nBelow2) { try metric.perPrompt(one, one, scale: ReferenceScale(of: one)) }
    }
  }

  @Test func constantReferenceHasNoSpread() {
    let same = Matrix(rows: 3, columns: 2, [1, 2, 1, 2, 1, 2])
    for metric in Metric.paired where metric.usesReference {
      #expect(throws: Reason.referenceWithoutSpread) {
        try metric.perPrompt(same, same, scale: ReferenceScale(of: same))
      }
    }
  }
}

@Suite struct StandardisationTests {
  @Test func constantDimensionsKeepTheirScale() {
    let standardisation = Standardisation(of: Matrix(rows: 3, columns: 2, [0.1, 1, 0.1, 2, 0.1, 3]))
    #expect(standardisation.constantDimensions == 1)
    #expect(standardisation.scale[0] == 1)
    #expect(isClose(standardisation.scale[1], (2.0 / 3).squareRoot(), 1e-15))
  }

  /// One of twenty values off by a rounding error: dividing by that sd would make noise the largest dimension.
  @Test func roundingIsNoSpread() {
    let values = (0..<20).map { $0 == 7 ? Float(900).nextUp : 900 }
    let standardisation = Standardisation(of: Matrix(rows: 20, columns: 1, values))
    #expect(standardisation.scale == [1])
    #expect(standardisation.isConstant)
  }

  @Test func smallSpreadAroundZeroIsSpread() {
    let standardisation = Standardisation(of: Matrix(rows: 2, columns: 1, [-1e-20, 1e-20]))
    #expect(standardisation.constantDimensions == 0)
  }
}

extension Matrix {
  fileprivate func scaled(by factor: Float) -> Matrix {
    Matrix(rows: rows, columns: columns, elements.map { $0 * factor })
  }

  /// Every row several times behind itself.
  fileprivate func repeated(_ times: Int) -> Matrix {
    Matrix(rows: rows, columns: columns * times, (0..<rows * times).flatMap { row($0 / times) })
  }
}

extension RandomStream {
  /// An orthogonal matrix, by Gram-Schmidt in double precision.
  fileprivate mutating func rotation(_ n: Int) -> Matrix {
    var basis: [[Double]] = []
    while basis.count < n {
      var v = (0..<n).map { _ in normal() }
      for _ in 0..<2 {
        for u in basis {
          let along = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
          for i in 0..<n { v[i] -= along * u[i] }
        }
      }
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      basis.append(v.map { $0 / length })
    }
    return Matrix(rows: n, columns: n, basis.flatMap { $0.map(Float.init) })
  }
}
