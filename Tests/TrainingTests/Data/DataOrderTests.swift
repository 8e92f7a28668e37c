import MindstateTraining
import Testing

@Suite struct DataOrderTests {
  @Test func everyEpochHasEveryExampleOnce() {
    var order = DataOrder(count: 7, seed: 3, name: "a")
    let places = (0..<21).map { order.example(at: $0) }
    for epoch in 0..<3 { #expect(places[epoch * 7..<epoch * 7 + 7].sorted() == Array(0..<7)) }
    #expect(Array(places[0..<7]) != Array(places[7..<14]))
  }

  @Test func dependsOnSeedAndPlaceAlone() {
    var whole = DataOrder(count: 10, seed: 3, name: "a")
    let places = (0..<30).map { whole.example(at: $0) }
    var later = DataOrder(count: 10, seed: 3, name: "a")
    #expect((15..<30).map { later.example(at: $0) } == Array(places[15...]))
    var other = DataOrder(count: 10, seed: 4, name: "a")
    #expect((0..<30).map { other.example(at: $0) } != places)
  }

  @Test func mixingKeepsItsShareAndTheTasksOrder() {
    let (task, corpus) = (Numbers(base: 0, count: 8), Numbers(base: 100, count: 5))
    var stream = ExampleStream(task, mixed: corpus, share: 0.25, batch: 4, seed: 1)
    var pure = ExampleStream(task, batch: 4, seed: 1)
    let drawn = (0..<4).flatMap { stream.examples(of: $0) }
    #expect(drawn.count { $0.index == nil } == 4)
    #expect((0..<4).allSatisfy { step in stream.examples(of: step).count { $0.index == nil } == 1 })
    let alone = (0..<3).flatMap { pure.examples(of: $0) }.compactMap(\.index)
    #expect(drawn.compactMap(\.index) == alone)
  }
}

/// Examples that tell their number.
private struct Numbers: TrainingData {
  var base: Int
  var count: Int
  var longest: (tokens: Int, name: String) { (1, "") }
  func example(_ index: Int) -> [TrainingSequence] {
    [TrainingSequence(tokens: [base + index, base + index], learned: 1..<2)]
  }
}
