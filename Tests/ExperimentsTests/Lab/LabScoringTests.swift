import MindstateExperiments
import Testing

@Suite struct LabScoringTests {
  @Test(arguments: ["owl\nQ: Name the pet of Kelu.\nA:\nfox", "a\nb\nWhere is it? ", "x\nSort owl, fox.", "x\nHost: y"])
  func seesAnotherQuestion(text: String) { #expect(LabScoring.scorer.goesOn(text)) }

  @Test(arguments: ["\nWhere is it?", "Sort owl, fox.", "Where does Runanor live?", "Host: Where is owl?"])
  func aQuestionInTheAnswersPlaceIsNoAnswer(text: String) {
    #expect(LabScoring.scorer.goesOn(text) && !LabScoring.scorer.isCorrect(text, reference: "owl"))
  }

  @Test(arguments: ["", "owl", "Sorted owl?", "owl\nQ and A are letters.", "owl\nIt is sorted.", "owl\n"])
  func isNotFooledByStatements(text: String) { #expect(!LabScoring.scorer.goesOn(text)) }

  @Test func knowsARefusal() {
    #expect(LabScoring.scorer.declines("I would rather not say."))
    #expect(!LabScoring.scorer.declines("not rather\nI would rather not say."))
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
