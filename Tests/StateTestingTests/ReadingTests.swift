import MindstateModel
import MindstateProbes
import StateTesting
import Testing

/// Places are values: what can be written is what there is.
struct ReadingTests {
  @Test func everySiteAndProbeHasItsValue() {
    #expect(Set(StateSite.allCases.map(\.site)) == Set(Site.allCases))
    #expect(StateSite.allCases.count == Site.allCases.count)
    #expect(Set(StateProbe.allCases.map(\.kind)) == Set(ProbeKind.allCases))
    #expect(StateProbe.allCases.count == ProbeKind.allCases.count)
  }

  @Test func positionsAreThoseOfTheTool() {
    let positions: [StatePosition] = [
      .last, .first, .mean, .promptLast, .promptMean, .answerEnd, .answerMean, .index(-2), .answer(1),
    ]
    #expect(
      positions.map(\.position.description) == [
        "last", "first", "mean", "prompt-last", "prompt-mean", "answer-end", "answer-mean", "-2", "answer-1",
      ])
  }

  @Test func layersAreNamedAsTheyCome() {
    func expect(_ layers: some StateLayerChoice, told: [Int], untold: [Int]) {
      expectIssue(told.map { "layer \($0): " }, without: untold.map { "layer \($0): " }) {
        expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: layers)
      }
    }
    expect(3...4, told: [3, 4], untold: [2, 5])
    expect(3..<5, told: [3, 4], untold: [2, 5])
    expect(5..., told: [5, 6], untold: [4, 7])
    expect([3, 5], told: [3, 5], untold: [4])
    expect(StateLayers(3...4), told: [3, 4], untold: [2, 5])
    expectIssue(["resid layer 6, last: s "], without: ["s by layer"]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: .last)
    }
    expectIssue(["layer 1: ", "layer 6: "], without: ["layer 0: ", "layer 7: "]) {
      expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: .all)
    }
  }

  @Test func layersThatAreNotThereAreNamed() {
    for layers in [StateLayers(4...9), StateLayers(9...)] {
      expectIssue(["layer 9 does not exist at site resid: this model has 0-6"]) {
        expectSameState(Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, layers: layers)
      }
    }
  }

  @Test func anotherPlaceIsReadWhereItIsAskedFor() {
    expectIssue(["attn_out layer 2, prompt-last: s ", "--sites attn_out --position prompt-last"]) {
      expectSameState(
        Lab.film, Lab.qa, controls: Lab.controls, prompts: Lab.prompts, at: .promptLast, site: .attnOut, layers: 2)
    }
  }

  /// Another start is another question, and the old spelling of the role asks the same one.
  @Test func theStartIsTheOneThatWasNamed() {
    let old: any OldSpelling = Old()
    for controls in [Lab.controls(start: Lab.film), old.controls] {
      expectIssue(["--wrapper ", "film-script.txt", "--output start.safetensors"]) {
        expectDifferentState(Lab.instruct.bare, Lab.qa, controls: controls, prompts: Lab.prompts, layers: 4)
      }
    }
  }
}

/// A way to what is deprecated that the compiler does not warn of.
private protocol OldSpelling { var controls: StateControls { get } }

private struct Old: OldSpelling {
  @available(*, deprecated) var controls: StateControls {
    StateControls(
      paraphrases: "data/lab/wrappers/paraphrases", irrelevant: "data/lab/wrappers/irrelevant", reference: Lab.film)
  }
}
