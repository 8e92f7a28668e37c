import StateTesting
import XCTest

final class XCTestTests: XCTestCase {
  func testAFilmScriptIsNoTranscript() {
    expectSameState(  // fails: → different
      Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
  }

  func testSameIsNotDifferent() {
    expectDifferentState(  // fails: → same
      Lab.instruct.bare, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
  }

  func testTheTunedModelIsInNoFilm() {
    expectMode(  // fails: → not in base/film-script
      of: Lab.instruct.bare, is: Lab.film, among: [Lab.qa], prompts: Lab.prompts, layers: 4)
  }

  func testAModelThatIsNotThere() async {
    let nowhere = StateModel("nowhere").bare
    expectTransfers(  // fails: could not look
      "kind", from: nowhere, to: Lab.qa, prompts: Lab.prompts, layers: 4)
  }

  func testInADetachedTask() async {
    await Task.detached {
      expectSameState(  // fails: → different
        Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
    }.value
  }
}
