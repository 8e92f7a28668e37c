import StateTesting

/// The lab's conditions. Paths are found from this file upwards, so the tests run from anywhere.
enum Lab {
  static let base = StateModel("data/lab/models/base")
  static let instruct = StateModel("data/lab/models/instruct")
  static let qa = base.wrapped("data/lab/wrappers/qa.txt")
  static let film = base.wrapped("data/lab/wrappers/film-script.txt")
  static let controls = StateControls(
    paraphrases: "data/lab/wrappers/paraphrases", irrelevant: "data/lab/wrappers/irrelevant", start: base.bare)
  static let prompts = StatePrompts.file("data/lab/prompts/novel.jsonl", limit: 60)
}
