/// The names that a field goes by in files of prompts, of answers and of training data: each reads the other's.
///
/// This is the one place that knows them. Two names of one field in a line are an error.
package enum FieldNames {
  /// What is put before the model: `text` as prompt files have it, `prompt` as training files do.
  package static let prompt = ["text", "prompt"]
  /// What it is to say: `reference` as prompt files have it, `answer` as training files do.
  package static let answer = ["reference", "answer"]
  /// What else a line of prompts may say about itself; passed over where it is of no use.
  package static let about = ["labels", "group"]
}

extension JSONRecord {
  /// The one of `names` that the line has; nil where it has none of them.
  package func name(among names: [String]) throws(PromptError) -> String? {
    let present = names.filter { self[$0] != nil }
    if present.count > 1 { throw .severalContents(place, fields: present) }
    return present.first
  }

  /// The text of the field that goes by one of `names`; nil where the line has none of them.
  package func text(among names: [String]) throws(PromptError) -> String? {
    guard let name = try name(among: names) else { return nil }
    return try string(name)
  }
}
