import StateTesting
import Testing

struct SwiftTestingTests {
  @Test func aFilmScriptIsNoTranscript() {
    expectSameState(  // fails: → different
      Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
  }

  @Test func sameIsNotDifferent() {
    expectDifferentState(  // fails: → same
      Lab.instruct.bare, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
  }

  @Test func theTunedModelIsInNoFilm() {
    expectMode(  // fails: → not in base/film-script
      of: Lab.instruct.bare, is: Lab.film, among: [Lab.qa], prompts: Lab.prompts, layers: 4)
  }

  @Test func aModelThatIsNotThere() async {
    let nowhere = StateModel("nowhere").bare
    expectTransfers(  // fails: could not look
      "kind", from: nowhere, to: Lab.qa, prompts: Lab.prompts, layers: 4)
  }

  /// A detached task does not know the test that made it; its failure is one all the same.
  @Test func inADetachedTask() async {
    await Task.detached {
      expectSameState(  // fails: → different
        Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
    }.value
  }
}
