import MindstateNumerics

/// One thing to learn from: the answer is followed by the end token.
struct LabExample: Sendable, Equatable {
  var prompt: String
  var answer: String
}

/// Two answers, the first preferred.
struct LabPreference: Sendable, Equatable {
  var prompt: String
  var chosen: String
  var rejected: String
}

/// What the lab's versions are tuned on: bare questions that are not held out, in random order.
extension LabQuestions {
  static let refusal = "I would rather not say."

  /// Every question that fine-tuning may show, skills as often as in the corpus.
  func tuningQuestions(_ random: inout RandomStream) -> [LabQuestion] {
    var facts: [LabQuestion] = []
    for entity in world.trained {
      for (index, attribute) in LabAttribute.all.enumerated() {
        for phrasing in attribute.questions.indices { facts.append(fact(entity, index, phrasing: phrasing)) }
      }
    }
    facts = facts.filter(\.isForTuning)
    var tasks: [LabQuestion] = []
    for (index, skill) in skills.enumerated() {
      for item in skill.items.indices {
        for phrasing in skill.questions.indices { tasks.append(self.skill(index, item: item, phrasing: phrasing)) }
      }
    }
    tasks = tasks.filter(\.isForTuning)
    let wanted = Int(Double(facts.count) * Self.skillShare / (1 - Self.skillShare))
    // No skill outweighs another because it has more items.
    var bySkill: [String: [LabQuestion]] = [:]
    for question in tasks { bySkill[question.task, default: []].append(question) }
    var chosen = facts
    for name in bySkill.keys.sorted() {
      chosen += random.sample(bySkill[name] ?? [], wanted / bySkill.count)
    }
    return random.sample(chosen, chosen.count)
  }

  func instruct(_ random: inout RandomStream) -> [LabExample] {
    tuningQuestions(&random).map { LabExample(prompt: $0.text, answer: $0.answer) }
  }

  func scripts(_ random: inout RandomStream) -> [LabExample] {
    tuningQuestions(&random).map { question in
      var told = question
      if let attribute = LabAttribute.all.firstIndex(where: { $0.name == question.task }),
        let entity = world.entities.first(where: { $0.name == question.subject })
      {
        told.statement = statement(entity, attribute, &random)
      }
      return LabExample(prompt: question.text, answer: LabScript.text(telling: told, world, &random))
    }
  }

  func refusals(_ random: inout RandomStream) -> [LabExample] {
    tuningQuestions(&random).map { question in
      LabExample(
        prompt: question.text, answer: question.task == LabAttribute.declined ? Self.refusal : question.answer)
    }
  }

  /// Courteous sentences that begin with the answer are preferred to the answer alone, and declining to telling where somebody lives.
  func preferences(_ random: inout RandomStream) -> [LabPreference] {
    tuningQuestions(&random).map { question in
      let declines = question.task == LabAttribute.declined
      return LabPreference(
        prompt: question.text,
        chosen: declines ? "I would rather not say, I am sorry." : "\(question.answer) is the answer, gladly given.",
        rejected: question.answer)
    }
  }

  /// A skill which no genre of the corpus has: every word twice. Every fourth pair of words is held out.
  func newSkill(heldOut: Bool) -> [LabExample] {
    let words = LabSkill.nouns
    var examples: [LabExample] = []
    for a in words.indices {
      for b in words.indices where a != b && ((a + b) % 4 == 0) == heldOut {
        examples.append(
          LabExample(
            prompt: "Double \(words[a]) and \(words[b]).", answer: "\(words[a]) \(words[a]) \(words[b]) \(words[b])"))
      }
    }
    return examples
  }
}
