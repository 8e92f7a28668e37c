import MindstateModel
import MindstateNumerics
import MindstateStore

/// The prompts on which the lab is measured: questions about inhabitants and items that fine-tuning never shows.
extension LabQuestions {
  /// Each held-out inhabitant's attributes asked in the held-out phrasings, and in two that fine-tuning shows; some
  /// held-out items of every skill likewise.
  func novelPrompts(seed: UInt64) -> [Prompt] {
    var random = RandomStream(seed: seed, name: "lab.prompts.novel")
    var questions: [LabQuestion] = []
    for entity in world.heldOut {
      for (index, attribute) in LabAttribute.all.enumerated() {
        for phrasing in Self.asked(attribute.questions, &random) {
          questions.append(fact(entity, index, phrasing: phrasing))
        }
      }
    }
    for (index, skill) in skills.enumerated() {
      let items = skill.items.indices.filter { $0 % 4 == 0 }
      for item in random.sample(Array(items), min(8, items.count)) {
        for phrasing in Self.asked(skill.questions, &random).dropLast() {
          questions.append(self.skill(index, item: item, phrasing: phrasing))
        }
      }
    }
    return questions.enumerated().map { number, question in
      Prompt(
        id: "\(question.task)-\(number + 1)", content: .text(question.text), labels: Self.labels(question),
        reference: question.answer, group: question.subject)
    }
  }

  /// All held-out phrasings, and two of the others.
  private static func asked(_ phrasings: [String], _ random: inout RandomStream) -> [Int] {
    let known = phrasings.count - heldOutPhrasings
    return Array(known..<phrasings.count) + random.sample(Array(0..<known), 2)
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
