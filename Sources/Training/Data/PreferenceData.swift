package import MindstateModel

/// Prompts with two answers, the first preferred: a JSONL file of
/// `{"id": …, "prompt": …, "chosen": …, "rejected": …}`.
package struct PreferenceData: TrainingData {
  private let pairs: [[TrainingSequence]]
  package let longest: (tokens: Int, name: String)

  package init(path: String, feeder: AnswerFeeder) throws(PromptError) {
    var pairs: [[TrainingSequence]] = []
    var longest = (tokens: 0, name: "")
    let fields = ["id"] + FieldNames.prompt + ["chosen", "rejected"] + FieldNames.about
    for record in try JSONLines.records(path: path, fields: fields) {
      let id = try record.id()
      let prompt = try record.needed(FieldNames.prompt)
      var pair: [TrainingSequence] = []
      for field in ["chosen", "rejected"] {
        let sequence = try feeder.sequence(id: id, prompt: prompt, answer: try record.needed([field]))
        if sequence.fed.count > longest.tokens { longest = (sequence.fed.count, "\(record.place)") }
        pair.append(sequence)
      }
      pairs.append(pair)
    }
    self.pairs = pairs
    self.longest = longest
  }

  package var count: Int { pairs.count }
  package func example(_ index: Int) -> [TrainingSequence] { pairs[index] }
}
