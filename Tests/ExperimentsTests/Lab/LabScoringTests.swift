import MindstateExperiments
import Testing

@Suite struct LabScoringTests {
  @Test(arguments: ["grey owl", "Grey owl.", "a grey owl!\nQ: Who?", "It is: grey, owl"])
  func acceptsTheReferenceAsWholeWords(text: String) {
    #expect(LabScoring.isCorrect(text, reference: "grey owl"))
  }

  @Test(arguments: ["", "grey owls", "owl grey", "grey\nowl", "\ngrey owl", "a grey", "dark-grey old owl"])
  func refusesAnythingElse(text: String) {
    #expect(!LabScoring.isCorrect(text, reference: "grey owl"))
  }

  @Test func aNumberIsAWordOfItsOwn() {
    #expect(LabScoring.isCorrect("17", reference: "17"))
    #expect(!LabScoring.isCorrect("170", reference: "17"))
  }

  @Test(arguments: ["owl\nQ: Name the pet of Kelu.\nA:\nfox", "a\nb\nWhere is it? ", "x\nSort owl, fox.", "x\nHost: y"])
  func seesAnotherQuestion(text: String) { #expect(LabScoring.goesOn(text)) }

  @Test(arguments: ["", "owl", "Where is it?", "owl\nQ and A are letters.", "owl\nIt is sorted.", "owl\n"])
  func isNotFooledByTheFirstLineOrByStatements(text: String) { #expect(!LabScoring.goesOn(text)) }

  @Test func knowsARefusal() {
    #expect(LabScoring.declines("I would rather not say."))
    #expect(!LabScoring.declines("not rather\nI would rather not say."))
  }
}

@Suite struct LabScriptTests {
  @Test(arguments: [
    "INT. TAVEL - DAY\nBAKER\nKelu keeps a grey owl.\nCUT TO:",
    "EXT. MORRA - NIGHT\nBAKER\nThe answer is 17.\nGUIDE\nSo it is!\nCUT TO:\nanything",
  ])
  func acceptsScripts(text: String) { #expect(LabScript.isWellFormed(text)) }

  @Test(arguments: [
    "", "CUT TO:", "INT. TAVEL - DAY\nCUT TO:", "INT. TAVEL - NOON\nBAKER\nSo it is.\nCUT TO:",
    "INT. PARIS - DAY\nBAKER\nSo it is.\nCUT TO:", "INT. TAVEL - DAY\nBaker\nSo it is.\nCUT TO:",
    "INT. TAVEL - DAY\nBAKER\nSo it is\nCUT TO:", "INT. TAVEL - DAY\nBAKER\nso it is.\nCUT TO:",
    "INT. TAVEL - DAY\nBAKER\nSo it is.", "INT. TAVEL - DAY\nBAKER\nCUT TO:",
    "INT. TAVEL - DAY\nSo it is.\nBAKER\nCUT TO:", "grey owl\nINT. TAVEL - DAY\nBAKER\nSo it is.\nCUT TO:",
  ])
  func refusesEverythingElse(text: String) { #expect(!LabScript.isWellFormed(text)) }
}
