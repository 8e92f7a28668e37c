import StateTesting
import Testing

/// The assertions on the lab, and the words of their failures.
struct ExpectStateTests {
  @Test func whatHoldsIsSilent() {
    expectSameState(Lab.instruct.bare, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: [4, 5])
    expectDifferentState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: [4, 5])
    expectMode(of: Lab.instruct.bare, is: Lab.qa, among: [Lab.base.bare, Lab.film], prompts: Lab.prompts, layers: 4)
    // Few prompts are skills: of 60 too few for a probe to work at all, and the answer is then undecided.
    let more = StatePrompts.file("data/lab/prompts/novel.jsonl", limit: 160)
    expectTransfers("kind", from: Lab.qa, to: Lab.instruct.bare, prompts: more, layers: 4)
  }

  @Test func aDifferenceIsToldLayerByLayer() {
    expectIssue([
      "expectSameState failed: resid layer ", ", last: s ", ", margin 0.25 → different",
      "film-script against base/qa, 60 prompts in ", "10 paraphrases (admission not checked), 10 irrelevant wrappers",
      "paraphrases 0.", "this pair 0.", "(cosine distance standardised); no ceiling was given", "farthest: ", "\"",
      "s by layer, with bounds:", "layer 4: ", "layer 5: ", "mindstate capture --model ",
      "--output start.safetensors",
      "mindstate compare --distances question.safetensors target.safetensors --start start.safetensors --layers 4,5",
    ]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: [4, 5])
    }
  }

  @Test func samenessIsNoDifference() {
    expectIssue(["expectDifferentState failed: ", "→ same"]) {
      expectDifferentState(Lab.instruct.bare, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
    }
  }

  @Test func undecidedFailsBothWaysAndSaysWhatWouldDecide() {
    let few = StatePrompts.file("data/lab/prompts/novel.jsonl", limit: 12)
    for caller in ["expectSameState", "expectDifferentState"] {
      expectIssue([
        "\(caller) undecided: ", "→ not judged (clusters_below_20)", "would decide; there are 12", "12 prompts in ",
      ]) {
        if caller == "expectSameState" {
          expectSameState(Lab.instruct.bare, Lab.qa, controls: Lab.controls, prompts: few, layers: 4)
        } else {
          expectDifferentState(Lab.instruct.bare, Lab.qa, controls: Lab.controls, prompts: few, layers: 4)
        }
      }
    }
  }

  @Test func anotherModeIsNamedWithItsShare() {
    expectIssue([
      "expectMode failed: resid layer 4, last: share ", "threshold 0.50 → not in base/film-script",
      "instruct/bare, 60 prompts, falls into base/film-script ", "out of fold, must be 0.80", "swapped within prompts",
      "mindstate modes --fit mode-1.safetensors",
    ]) {
      expectMode(of: Lab.instruct.bare, is: Lab.film, among: [Lab.base.bare, Lab.qa], prompts: Lab.prompts, layers: 4)
    }
  }

  @Test func aLabelThatIsNotThereIsOneIssue() {
    expectIssue(["expectTransfers could not look: ", "no capture has a label colour"]) {
      expectTransfers("colour", from: Lab.qa, to: Lab.instruct.bare, prompts: Lab.prompts, layers: 4)
    }
  }

  @Test func wrongInputsAreOneIssueEach() {
    expectIssue(["expectSameState could not look: ", "nowhere"]) {
      expectSameState(
        StateModel("nowhere").bare, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4)
    }
    expectIssue(["layer 9 does not exist at site resid"]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 9)
    }
    expectIssue(["no layer is asked for"]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 3..<3)
    }
    expectIssue(["number 2 repeats number 1"]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: ["a", "a"], layers: 4)
    }
    expectIssue(["the margin is 2.0"]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: 4, margin: 2)
    }
  }
}
