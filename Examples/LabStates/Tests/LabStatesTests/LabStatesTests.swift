import StateTesting
import Testing

/// The lab's question as unit tests: `instruct` was tuned from `base` to answer bare questions, and `base` does so only
/// in Q/A form. Paths are found from this file upwards, so the tests run from anywhere.
struct LabStatesTests {
  let base = StateModel("data/lab/models/base")
  let instruct = StateModel("data/lab/models/instruct")
  var qa: StateCondition { base.wrapped("data/lab/wrappers/qa.txt") }
  var controls: StateControls {
    StateControls(
      paraphrases: "data/lab/wrappers/paraphrases", irrelevant: "data/lab/wrappers/irrelevant", start: base.bare)
  }
  let prompts = StatePrompts.file("data/lab/prompts/novel.jsonl", limit: 60)

  @Test func tuningPutsTheModelWhereTheWrapperDoes() {
    expectSameState(instruct.bare, qa, controls: controls, prompts: prompts, layers: 3...5)
  }

  @Test func aFilmScriptIsAnotherState() {
    expectDifferentState(
      base.wrapped("data/lab/wrappers/film-script.txt"), qa, controls: controls, prompts: prompts,
      layers: 3...5)
  }

  @Test func theTunedModelIsInAnsweringMode() {
    expectMode(
      of: instruct.bare, is: qa, among: [base.bare, base.wrapped("data/lab/wrappers/film-script.txt")],
      prompts: prompts, layers: 4)
  }
}
