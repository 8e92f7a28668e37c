package import MindstateModel

/// Prompts with the answers to be given: a JSONL file of `{"id": …, "prompt": …, "answer": …}`, or with the names that
/// files of prompts use.
package struct InstructionData: TrainingData {
  private let sequences: [TrainingSequence]
  package let longest: (tokens: Int, name: String)

  package init(path: String, feeder: AnswerFeeder) throws(PromptError) {
    var sequences: [TrainingSequence] = []
    var longest = (tokens: 0, name: "")
    let fields = ["id"] + FieldNames.prompt + FieldNames.answer + FieldNames.about
    for record in try JSONLines.records(path: path, fields: fields) {
      let sequence = try feeder.sequence(
        id: try record.id(), prompt: try record.needed(FieldNames.prompt), answer: try record.needed(FieldNames.answer))
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
  /// The text of the field that goes by one of `names`, which must be there and not be empty.
  func needed(_ names: [String]) throws(PromptError) -> String {
    guard let text = try text(among: names) else {
      throw .wrongType(place, field: names.last, expected: "a string", found: "missing")
    }
    return text
  }
}
