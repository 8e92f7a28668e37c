import Foundation
import MindstateNumerics
import MindstateProbes
import MindstateStore
import MindstateTestSupport
import Testing

@Suite struct ProbeSweepErrorTests {
  private func expectRefusal(
    _ captures: [ConditionStates], _ words: String, _ change: (inout ProbeSweep) -> Void = { _ in }
  ) {
    var sweep = ProbeSweep(captures, targets: ["kind"])
    sweep.probes = [.nearestCentroid]
    change(&sweep)
    let error = #expect(throws: ProbeSweepError.self) { try sweep.run() }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.contains(words), "\(message)")
    #expect(!message.contains("\n") && message.hasSuffix("."))
  }

  private func label(_ values: [JSON]) -> [PromptLabel] { [PromptLabel(name: "kind", values: values)] }

  @Test func labelsThatNoProbeCanTell() {
    let a = Labelled.condition("a", prompts: 20)
    expectRefusal([a], "no capture has a label mood, those there are: kind") { $0.targets = ["mood"] }
    expectRefusal([a], "Name one or more as targets") { $0.targets = [] }
    expectRefusal([a], "Known are logistic") { $0.probes = [] }
    func refusal(_ values: [JSON], _ words: String) {
      expectRefusal([Labelled.condition("a", prompts: 20, labels: label(values))], words)
    }
    refusal((0..<20).map { _ in .string("x") }, "the one value x (20 of 20 prompts have it)")
    refusal((0..<20).map { _ in .array([]) }, "has an array as a value")
    refusal((0..<20).map { $0 < 12 ? .null : .bool($0 % 2 == 0) }, "8 prompts for 2 classes × 5 folds")
    refusal((0..<20).map { .integer($0 == 0 ? 1 : 0) }, "label kind has 1 for 1 prompts")
  }

  @Test func capturesThatDoNotFitTogether() {
    let a = Labelled.condition("a", prompts: 20)
    var b = Labelled.condition("b", prompts: 20)
    b.promptIDs[3] = "other"
    expectRefusal([a, b], "lacks 1 of the prompts of a (p3)")
    b = Labelled.condition("b", prompts: 20)
    b.labels[0].values[3] = .string("maybe")
    expectRefusal([a, b], "b: prompt p3 has kind \"maybe\", in a it has \"yes\"")
    b.labels[0].values = [.null]
    expectRefusal([a, b], "label kind has 1 values for 20 prompts")
    b = Labelled.condition("b", prompts: 20, layers: 2)
    expectRefusal([a, b], "Choose layers that both hold")
    expectRefusal([a], "holds no position first") { $0.positions = ["first"] }
    expectRefusal([], "0 captures given")
  }

  @Test func notANumberIsNamed() {
    var states = RandomStream(seed: 1, name: "nan").copyMatrix(20, 3)
    states[4, 1] = .nan
    var a = MadeUp.condition("a", [states])
    a.labels = [Labelled.kind(20)]
    expectRefusal([a], "a: the state of prompt p4 at resid layer 0, last, holds NaN or infinity")
  }

  @Test func foldsThatGroupsDoNotAllow() {
    let groups = (0..<20).map { "g\($0 % 3)" as String? }
    expectRefusal([Labelled.condition("a", prompts: 20, groups: groups)], "3 groups of prompts for 5 folds")
    expectRefusal([Labelled.condition("a", prompts: 20)], "at least 2 are needed") { $0.folds = 1 }
    // All of one class in one group.
    let split = (0..<20).map { ($0 % 2 == 1 ? "yes" : "g\($0)") as String? }
    expectRefusal(
      [Labelled.condition("a", prompts: 20, groups: split)], "label kind has yes for 10 prompts, all held out")
  }

  @Test func severalTokensAPrompt() {
    var states = RandomStream(seed: 1, name: "ragged")
    var ragged = MadeUp.ragged("a", states.matrix(40, 3), offsets: (0...20).map { 2 * $0 }, tokens: nil)
    ragged.labels = [Labelled.kind(20)]
    expectRefusal([ragged], "position all has several tokens a prompt")
  }

  @Test func constantStatesHaveAReason() throws {
    var a = MadeUp.condition("a", [Matrix(rows: 40, columns: 3, repeating: 2)])
    a.labels = [Labelled.kind(40)]
    var sweep = ProbeSweep([a], targets: ["kind"])
    sweep.probes = [.nearestCentroid, .massMean]
    let table = try sweep.run()
    for row in table.rows { #expect(row.value?.isFinite ?? (row.reason != nil)) }
  }

  @Test func aProbeForTwoClassesSaysSo() throws {
    var a = Labelled.condition("a", prompts: 60)
    a.labels = label((0..<60).map { .integer($0 % 3) })
    var sweep = ProbeSweep([a], targets: ["kind"])
    sweep.probes = [.massMean, .nearestCentroid]
    let table = try sweep.run()
    #expect(table.row(.accuracy, probe: .massMean)?.reason == .notBinary)
    #expect(table.row(.accuracy, probe: .nearestCentroid)?.value != nil)
  }
}

@Suite struct ProbeDirectionTests {
  @Test func directionsAreSavedWithWhatTheyAre() throws {
    var sweep = ProbeSweep(
      [Labelled.condition("a", layers: 2), Labelled.condition("b", seed: 2, layers: 2)], targets: ["kind"])
    sweep.probes = [.massMean]
    let table = try sweep.run()
    try withTemporaryDirectory { directory in
      let path = "\(directory)/directions.safetensors"
      try ProbeDirection.write(table.directions, to: path)
      let file = try SafetensorsFile(path: path)
      #expect(file.metadata("format") == "mindstate.directions/1")
      let entries = try JSON(parsing: file.metadata("directions") ?? "").arrayValue ?? []
      try #require(entries.count == 2)
      #expect(entries[1]["condition"]?.stringValue == "b")
      #expect(entries[0]["layers"] == .array([.integer(0), .integer(1)]))
      #expect(entries[0]["classes"] == .array([.string("no"), .string("yes")]))
      let tensor = try #require(file["direction.1"])
      #expect(tensor.shape == [2, 1, 6] && file["bias.1"]?.shape == [2, 1])
      #expect(try file.matrix(tensor, rows: 2, columns: 6) == table.directions[1].matrix)
    }
    // Per pair of conditions and layer both ways, per condition both orders of the layers.
    #expect(table.cosines.count == 2 * 2 + 2 * 2)
  }

  /// Σ makes the cosine that of the scores, whatever linear map the states went through.
  @Test func probeCosineIsUnchangedByALinearMap() throws {
    func cosine(_ stretch: Float) throws -> Double {
      let captures = [1, 2].map { seed in
        let a = Labelled.condition(seed == 1 ? "a" : "b", seed: UInt64(seed))
        var b = a
        b.states = { site, position, layer in
          var states = try a.states(site, position, layer)
          for row in 0..<states.rows { states[row, 1] *= stretch }
          return states
        }
        return b
      }
      var sweep = ProbeSweep(captures, targets: ["kind"])
      // Standardised inside, so that its fit follows the map.
      sweep.probes = [.nearestCentroid]
      let table = try sweep.run()
      return try #require(table.cosines.first?.probeCosine)
    }
    #expect(abs(try cosine(1) - cosine(50)) < 1e-5)
  }
}

extension RandomStream {
  fileprivate func copyMatrix(_ rows: Int, _ columns: Int) -> Matrix {
    var copy = self
    return copy.matrix(rows, columns)
  }
}
