import MindstateTestSupport
import StateTesting

/// The lab's conditions, as a test names them.
enum Lab {
  static let base = StateModel("data/lab/models/base")
  static let instruct = StateModel("data/lab/models/instruct")
  static var qa: StateCondition { base.wrapped("data/lab/wrappers/qa.txt") }
  static var film: StateCondition { base.wrapped("data/lab/wrappers/film-script.txt") }
  static let controls = controls(start: base.bare)
  static let prompts = StatePrompts.file("data/lab/prompts/novel.jsonl", limit: 60)

  static func controls(start: StateCondition) -> StateControls {
    StateControls(
      paraphrases: "data/lab/wrappers/paraphrases", irrelevant: "data/lab/wrappers/irrelevant", start: start)
  }
}
