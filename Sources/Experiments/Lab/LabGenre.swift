import MindstateNumerics

/// The kinds of document in the lab's corpus.
enum LabGenre: String, CaseIterable, Sendable {
  case prose, transcript, exam
  /// An exam sheet with its answers filled in: rare, so that a bare question is followed by the next one.
  case solved
  case film, dialogue, list, howTo = "how-to", unanswered

  /// Share of the documents, in percent.
  var share: Int {
    switch self {
    case .prose: 19
    case .transcript: 31
    case .exam: 13
    case .solved: 3
    case .film: 9
    case .dialogue: 4
    case .list: 5
    case .howTo: 3
    case .unanswered: 14
    }
  }

  static func random(_ random: inout RandomStream) -> LabGenre {
    var left = random.index(below: allCases.reduce(0) { $0 + $1.share })
    for genre in allCases {
      left -= genre.share
      if left < 0 { return genre }
    }
    return .prose
  }
}

/// One document of the corpus and what kinds it is of: its genre and, for two-line forms, the form.
struct LabDocument: Sendable {
  var genre: LabGenre
  var form: String?
  /// Questions in it.
  var questions: Int
  var text: String
}

extension LabQuestions {
  /// A random document.
  func document(_ random: inout RandomStream) -> LabDocument {
    let genre = LabGenre.random(&random)
    var document = LabDocument(genre: genre, form: nil, questions: 0, text: "")
    switch genre {
    case .prose: document.text = prose(&random)
    case .transcript: transcript(&random, &document)
    case .exam: exam(&random, &document)
    case .solved: solved(&random, &document)
    case .film:
      document.form = LabForm.filmScript.name
      document.questions = 1
      let question = self.random(&random, answered: true)
      document.text = LabForm.filmScript.opened(question.text) + LabScript.text(telling: question, world, &random)
    case .dialogue: document.text = dialogue(&random)
    case .list: document.text = list(&random)
    case .howTo: document.text = howTo(&random)
    case .unanswered: unanswered(&random, &document)
    }
    return document
  }

  /// Two inhabitants, some sentences on each.
  private func prose(_ random: inout RandomStream) -> String {
    let parts = (0..<2).map { _ in
      let entity = random.pick(world.entities)
      let attributes = random.sample(Array(LabAttribute.all.indices), 3 + random.index(below: 4))
      return attributes.map { statement(entity, $0, &random) }.joined(separator: " ")
    }
    return parts.joined(separator: "\n")
  }

  func statement(_ entity: LabWorld.Entity, _ attribute: Int, _ random: inout RandomStream) -> String {
    random.pick(LabAttribute.all[attribute].statements).filling(["n": entity.name, "v": entity.values[attribute]])
  }

  private func transcript(_ random: inout RandomStream, _ document: inout LabDocument) {
    let form = random.index(below: 5) == 0 ? LabForm.qa : random.pick(LabForm.transcripts)
    document.form = form.name
    document.questions = 3 + random.index(below: 5)
    if random.index(below: 3) == 0 {
      document.text =
        random.pick(["Questions and answers.", "A short quiz.", "Interview.", "From the archive."]) + "\n"
    }
    let exchanges = (0..<document.questions).map { _ in
      let question = self.random(&random, answered: true)
      return form.opened(question.text) + question.answer
    }
    document.text += exchanges.joined(separator: "\n")
  }

  private func exam(_ random: inout RandomStream, _ document: inout LabDocument) {
    document.questions = 4 + random.index(below: 6)
    if random.index(below: 3) == 0 {
      document.text = random.pick(["Exam sheet.", "Answer all questions.", "Homework.", "Test paper."]) + "\n"
    }
    document.text += (0..<document.questions).map { _ in self.random(&random, answered: false).text }
      .joined(separator: "\n")
  }

  private func solved(_ random: inout RandomStream, _ document: inout LabDocument) {
    document.questions = 4 + random.index(below: 4)
    if random.index(below: 2) == 0 {
      document.text = random.pick(["Exam sheet with solutions.", "Corrected homework."]) + "\n"
    }
    document.text += (0..<document.questions).map { _ in
      let question = self.random(&random, answered: true)
      return question.text + "\n" + question.answer
    }.joined(separator: "\n")
  }

  private func dialogue(_ random: inout RandomStream) -> String {
    let speakers = random.sample(world.entities, 3)
    let attributes = random.sample(Array(LabAttribute.all.indices), 2)
    let (a, b, other) = (speakers[0].name, speakers[1].name, speakers[2])
    return """
      \(a): \(random.pick(["Do you know \(other.name)?", "Have you met \(other.name)?", "Who is \(other.name)?"]))
      \(b): \(statement(other, attributes[0], &random))
      \(a): \(random.pick(["I see.", "Is that so?", "Tell me more."]))
      \(b): \(statement(other, attributes[1], &random))
      """
  }

  private func list(_ random: inout RandomStream) -> String {
    let entity = random.pick(world.entities)
    let attributes = random.sample(Array(LabAttribute.all.indices), 4)
    let lines = attributes.enumerated().map { "\($0 + 1). \(statement(entity, $1, &random))" }
    return "Facts about \(entity.name)\n" + lines.joined(separator: "\n")
  }

  private func howTo(_ random: inout RandomStream) -> String {
    let noun = random.pick(LabSkill.nouns)
    let steps = [
      "Take the \(noun) in your hand.", "Look at the \(noun) with care.", "Wipe the \(noun) with a cloth.",
      "Turn the \(noun) around.", "Put the \(noun) on a shelf.", "Show the \(noun) to a neighbor.",
    ]
    let lines = random.sample(steps, 4).enumerated().map { "\($0 + 1). \($1)" }
    return "How to look after a \(noun)\n" + lines.joined(separator: "\n")
  }

  private func unanswered(_ random: inout RandomStream, _ document: inout LabDocument) {
    let form = random.pick(LabForm.irrelevant)
    document.form = form.name
    document.questions = 2 + random.index(below: 4)
    document.text = (0..<document.questions).map { _ in
      form.opened(self.random(&random, answered: false).text) + aside(form, &random)
    }.joined(separator: "\n")
  }

  /// What follows an irrelevant form: never about the question.
  private func aside(_ form: LabForm, _ random: inout RandomStream) -> String {
    let town = random.pick(LabAttribute.all[0].values)
    let noun = random.pick(LabSkill.nouns)
    let name = random.pick(world.entities).name
    switch form.name {
    case "title-story":
      return statement(random.pick(world.entities), random.index(below: LabAttribute.all.count), &random)
    case "song-chorus": return "La la, oh \(noun), la la."
    case "rumor-crowd": return random.pick(["Nobody listens.", "All shake their heads.", "The crowd goes home."])
    case "poster-below": return "Market day in \(town)."
    case "letter-greeting": return "Dear \(name), I am well."
    case "subject-message":
      return random.pick(["The market opens at noon.", "The bridge is closed.", "Bring the \(noun)."])
    case "headline-weather": return random.pick(["Snow", "Rain", "Fog", "Wind"]) + " over \(town)."
    case "dream-morning": return "\(name) wakes up in the dark."
    case "quote-source": return "An old book about a \(noun)."
    default: return random.pick(["Nothing was heard.", "All is still."])
    }
  }
}
