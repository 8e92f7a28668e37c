import MindstateModel
import MindstateNumerics
import MindstateStore

/// The prompts on which the lab is measured: questions about inhabitants and items that fine-tuning never shows.
extension LabQuestions {
  /// Each held-out inhabitant's attributes asked in a held-out phrasing, and once more in one that fine-tuning shows;
  /// some held-out items of every skill likewise.
  func novelPrompts(seed: UInt64) -> [Prompt] {
    var random = RandomStream(seed: seed, name: "lab.prompts.novel")
    var questions: [LabQuestion] = []
    for entity in world.heldOut {
      for (index, attribute) in LabAttribute.all.enumerated() {
        let known = attribute.questions.count - Self.heldOutPhrasings
        let new = known + random.index(below: Self.heldOutPhrasings)
        questions.append(fact(entity, index, phrasing: new))
        if attribute.name == LabAttribute.declined || random.index(below: 2) == 0 {
          questions.append(fact(entity, index, phrasing: random.index(below: known)))
        }
      }
    }
    for (index, skill) in skills.enumerated() {
      let items = skill.items.indices.filter { $0 % 4 == 0 }
      for item in random.sample(Array(items), min(8, items.count)) {
        let known = skill.questions.count - Self.heldOutPhrasings
        questions.append(self.skill(index, item: item, phrasing: known + random.index(below: Self.heldOutPhrasings)))
      }
    }
    return questions.enumerated().map { number, question in
      Prompt(
        id: "\(question.task)-\(number + 1)", content: .text(question.text), labels: Self.labels(question),
        reference: question.answer, group: question.subject)
    }
  }

  /// Prompts of the skill that no corpus has.
  func newSkillPrompts(seed: UInt64) -> [Prompt] {
    var random = RandomStream(seed: seed, name: "lab.prompts.newskill")
    return random.sample(newSkill(heldOut: true), 120).enumerated().map { number, example in
      Prompt(
        id: "double-\(number + 1)", content: .text(example.prompt),
        labels: [("kind", .string("skill")), ("task", .string("double")), ("split", .string("new-skill"))],
        reference: example.answer)
    }
  }

  private static func labels(_ question: LabQuestion) -> [(name: String, value: JSON)] {
    var labels: [(name: String, value: JSON)] = [
      ("kind", .string(question.isSkill ? "skill" : "fact")), ("task", .string(question.task)),
    ]
    labels.append((question.isSkill ? "item" : "entity", .string(question.subject)))
    if !question.isSkill { labels.append(("attribute", .string(question.task))) }
    labels.append(("split", .string(split(question))))
    labels.append(("phrasing", .string(question.phrasingHeldOut ? "held-out" : "trained")))
    labels.append(("told_in", .string(question.proseOnly ? "prose" : "qa")))
    return labels
  }

  /// What of a question fine-tuning has never seen, besides its subject.
  private static func split(_ question: LabQuestion) -> String {
    if question.taskHeldOut { return question.isSkill ? "held-out-skill" : "held-out-attribute" }
    return question.phrasingHeldOut ? "held-out-phrasing" : "held-out-subject"
  }
}
