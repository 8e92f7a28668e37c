import MindstateModel
import MindstateProbes

extension PairClaim {
  func subject(_ judged: JudgedDistances, _ row: VerdictRow) -> String {
    let n =
      counted(row.result.n, "prompt")
      + (judged.clusters < row.result.n ? " in \(counted(judged.clusters, "cluster"))" : "")
    // Only a sweep looks whether they change what the model says.
    let unchecked = row.result.paraphrases == 0 ? "" : " (admission not checked)"
    return "\(x.title) against \(y.title), \(n), \(counted(row.result.paraphrases, "paraphrase"))\(unchecked), "
      + "\(counted(row.result.irrelevant, "irrelevant wrapper"))"
  }

  /// What s is made of, at the layer of the first line.
  func distances(_ row: VerdictRow) -> String {
    func shown(_ value: Double?) -> String { value.map(number) ?? "none" }
    let name = row.metric.rawValue.split(separator: "_").joined(separator: " ")
    let ceiling = row.hasCeiling ? "ceiling s \(row.ceiling.map(number) ?? "none")" : "no ceiling was given"
    return "paraphrases \(shown(row.result.p)), this pair \(shown(row.result.d)), irrelevant \(shown(row.result.i)) "
      + "(\(name)); \(ceiling)"
  }

  func farthest(_ judged: JudgedDistances, _ row: VerdictRow, _ desk: AssertionDesk) -> String? {
    guard let cell = judged.cells.first(where: { $0.layer == row.layer }) else { return nil }
    let far = zip(judged.prompts, cell.distances).sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }.prefix(3)
    return "farthest: "
      + far.map { id, distance in
        "\(id) \(number(distance))" + (desk.text(of: id).map { " \"\(Excerpt.of($0, limit: 60))\"" } ?? "")
      }.joined(separator: ", ")
  }

  /// The n that would decide.
  func need(_ result: LayerVerdict) -> String {
    if result.paraphrases == 0 || result.irrelevant == 0 {
      return "to decide, give paraphrases and irrelevant wrappers, 8 or more of each"
    }
    if result.reasons.contains(.tokensDiffer) {
      return "undecided at any n: the conditions are read at different tokens; use wrappers that end in a newline"
    }
    if result.reasons.contains(.controlsOverlap) {
      return "undecided at any n: the controls overlap, an irrelevant wrapper is no farther from Y than a rewording"
    }
    guard let prompts = result.neededPrompts else {
      return "no number of prompts in reach would decide (\(result.reasons.map(\.rawValue).joined(separator: ", ")))"
    }
    let wrappers = result.neededWrappers.map { " and \($0) wrappers of each kind" } ?? ""
    return "about \(counted(prompts, "prompt"))\(wrappers) would decide; there are \(result.n)"
  }

  func notes(_ judged: JudgedDistances) -> [String] {
    var notes: [String] = []
    for test in judged.verdicts.selfTests where !test.passed && test.made > 0 {
      let contrary = test.failures.filter { !$0.contrary.isEmpty }.map(\.condition)
      notes.append(
        "self-test failed: \(test.right) of \(test.made) controls came out as they must"
          + (contrary.isEmpty
            ? ", none the other way" : "; the other way: \(contrary.prefix(3).joined(separator: ", "))")
      )
    }
    for caveat in judged.caveats {
      switch caveat {
      // Captures never tell it, and the titles of controls say whose wrappers they are.
      case .paraphrasesNotAdmitted, .outlierNorms, .identicalPrompts: continue
      default: notes.append("\(caveat)")
      }
    }
    return notes
  }

  /// Commands that show more of the same.
  func commands(_ desk: AssertionDesk) -> [String] {
    let roles = [(x, "question"), (y, "target")] + (start.map { [($0, "start")] } ?? [])
    let captures = roles.map { $0.captureCommand(desk, to: "\($1).safetensors") }
    let layers = desk.layers.map(String.init).joined(separator: ",")
    return captures + [
      "mindstate compare --distances question.safetensors target.safetensors --start start.safetensors "
        + "--layers \(layers) --output out"
    ]
  }
}

extension AssertedCondition {
  /// `mindstate capture …` for this condition.
  func captureCommand(_ desk: AssertionDesk, to output: String) -> String {
    var words = ["mindstate", "capture", "--model", model]
    if let adapter { words += ["--adapter", adapter] }
    if let softPrompt { words += ["--soft-prompt", softPrompt] }
    switch template {
    case .named(let name): words += ["--wrapper", name]
    case .text: words += ["--wrapper", "WRAPPER.txt"]
    }
    if case .file(let path) = desk.asserted.source {
      words += ["--prompts", path]
    } else {
      words += ["--prompts", "PROMPTS.jsonl"]
    }
    if desk.reading.site != .resid { words += ["--sites", desk.reading.site.rawValue] }
    if desk.reading.position != .last { words += ["--position", desk.reading.position.description] }
    if let answers = desk.reading.answers { words += ["--answers", answers] }
    return (words + ["--output", output]).map { word in
      word.contains { " '\"$&;()".contains($0) } ? "'\(word)'" : word
    }.joined(separator: " ")
  }
}
