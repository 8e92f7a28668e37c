/// Words of a file that have newer ones: it still runs, and one line names these.
struct FormerWords {
  /// Former keys of `roles`, each with the one that it is now.
  static let keys = ["reference": "start"]

  /// Where such words stand; nil: nowhere.
  var key: SweepPlace?
  var pair: SweepPlace?

  var notice: String? {
    guard let place = key ?? pair else { return nil }
    let words = [
      key.map { _ in "roles.reference is now roles.start" }, pair.map { _ in "[X, Y] is now {question: X, target: Y}" },
    ]
    return "\(place): \(words.compactMap { $0 }.joined(separator: ", and ")); the file is read as before"
  }
}

extension SweepFile.Pair {
  private static let form = "{question: X, target: Y}"

  /// The pairs of `{question: X, target: Y}`, whose question may be a list; or the one of `[X, Y]`.
  static func all(_ node: SweepNode) throws(SweepError) -> [SweepFile.Pair] {
    let (questions, target): ([String], String)
    switch node.node {
    case .sequence:
      let names = try node.texts()
      guard names.count == 2 else { throw node.bad("two conditions, \(form)") }
      (questions, target) = ([names[0]], names[1])
    case .mapping:
      let fields = try node.fields(["question", "target"])
      questions = try node.required("question", of: fields).texts()
      target = try node.required("target", of: fields).text()
    // Yams 6 has a case more than Yams 5, an alias.
    default: throw node.wrongType(form)
    }
    for question in questions where question.utf8.elementsEqual(target.utf8) {
      throw .sameRole(node.place, condition: question, role: "question", other: "target")
    }
    return questions.map { SweepFile.Pair(x: $0, y: target) }
  }
}
