package import MindstateModel

/// Prompts with the answers to be given: a JSONL file of `{"id": …, "prompt": …, "answer": …}`.
package struct InstructionData: TrainingData {
  private let sequences: [TrainingSequence]
  package let longest: (tokens: Int, name: String)

  package init(path: String, feeder: AnswerFeeder) throws(PromptError) {
    var sequences: [TrainingSequence] = []
    var longest = (tokens: 0, name: "")
    for record in try JSONLines.records(path: path, fields: ["id", "prompt", "answer"]) {
      let id = try record.id()
      let sequence = try feeder.sequence(id: id, prompt: try record.text("prompt"), answer: try record.text("answer"))
      if sequence.fed.count > longest.tokens { longest = (sequence.fed.count, "\(record.place)") }
      sequences.append(sequence)
    }
    self.sequences = sequences
    self.longest = longest
  }

  package var count: Int { sequences.count }
  package func example(_ index: Int) -> [TrainingSequence] { [sequences[index]] }
}

extension JSONRecord {
  /// The text of `field`, which must be there and not be empty.
  func text(_ field: String) throws(PromptError) -> String {
    guard let text = try string(field) else {
      throw .wrongType(place, field: field, expected: "a string", found: "missing")
    }
    return text
  }
}
