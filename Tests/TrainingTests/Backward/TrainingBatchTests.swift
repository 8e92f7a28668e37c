import MindstateModel
import MindstateTraining
import Testing

@Suite struct TrainingBatchTests {
  @Test func countsRowsWithTargets() {
    let batch = TrainingBatch(tokens: TokenBatch(sequences: [[1, 2, 3], [4]]), targets: [nil, 3, nil, 0])
    #expect(batch.targetCount == 2)
  }
}
