import MindstateNumerics

/// A question of the lab's world with its one right answer.
struct LabQuestion: Sendable {
  /// What is asked: as it stands on an exam sheet or behind a marker.
  var text: String
  var answer: String
  /// A sentence that tells the answer.
  var statement: String
  /// The attribute's or skill's name.
  var task: String
  /// The inhabitant, or the item of a skill: questions that share it are a cluster.
  var subject: String
  var isSkill: Bool
  /// Held out from fine-tuning: this inhabitant or item, this way to ask, this attribute or skill.
  var subjectHeldOut: Bool
  var phrasingHeldOut: Bool
  var taskHeldOut: Bool
  /// Told in prose only, never as an answer.
  var proseOnly: Bool

  /// Whether fine-tuning may show it.
  var isForTuning: Bool { !subjectHeldOut && !phrasingHeldOut && !taskHeldOut && !proseOnly }
}

/// Everything that can be asked in the lab's world.
struct LabQuestions: Sendable {
  let world: LabWorld
  let skills: [LabSkill]
  /// Share of questions about skills in the corpus.
  static let skillShare = 0.3
  /// How many ways to ask stay out of fine-tuning: the last ones.
  static let heldOutPhrasings = 2

  init(seed: UInt64, size: Int = 140) {
    world = LabWorld(seed: seed, size: size)
    skills = LabSkill.all(seed: seed)
  }

  func fact(_ entity: LabWorld.Entity, _ attribute: Int, phrasing: Int, statement: Int = 0) -> LabQuestion {
    let a = LabAttribute.all[attribute]
    let value = entity.values[attribute]
    return LabQuestion(
      text: a.questions[phrasing].filling(["n": entity.name]), answer: value,
      statement: a.statements[statement].filling(["n": entity.name, "v": value]), task: a.name, subject: entity.name,
      isSkill: false, subjectHeldOut: entity.heldOut,
      phrasingHeldOut: phrasing >= a.questions.count - Self.heldOutPhrasings,
      taskHeldOut: LabAttribute.heldOut.contains(a.name), proseOnly: entity.proseOnly[attribute])
  }

  /// Every fourth item of a skill is held out from fine-tuning.
  func skill(_ index: Int, item: Int, phrasing: Int) -> LabQuestion {
    let s = skills[index]
    let x = s.items[item].x
    let answer = s.items[item].answer
    return LabQuestion(
      text: s.questions[phrasing].filling(["x": x]), answer: answer, statement: "The answer is \(answer).",
      task: s.name,
      subject: "\(s.name) \(x)", isSkill: true, subjectHeldOut: item % 4 == 0,
      phrasingHeldOut: phrasing >= s.questions.count - Self.heldOutPhrasings,
      taskHeldOut: LabSkill.heldOut.contains(s.name), proseOnly: false)
  }

  /// A random question as the corpus asks them.
  /// - Parameter answered: false allows those whose answers are told in prose only.
  func random(_ random: inout RandomStream, answered: Bool) -> LabQuestion {
    if random.uniform() < Self.skillShare {
      let index = random.index(below: skills.count)
      return skill(
        index, item: random.index(below: skills[index].items.count),
        phrasing: random.index(below: skills[index].questions.count))
    }
    while true {
      let question = randomFact(&random)
      if !(answered && question.proseOnly) { return question }
    }
  }

  func randomFact(_ random: inout RandomStream) -> LabQuestion {
    let attribute = random.index(below: LabAttribute.all.count)
    let a = LabAttribute.all[attribute]
    return fact(
      random.pick(world.entities), attribute, phrasing: random.index(below: a.questions.count),
      statement: random.index(below: a.statements.count))
  }
}
