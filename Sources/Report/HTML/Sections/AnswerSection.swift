/// The answer, first of all: each pair at each reading, from the rows of the tables.
enum AnswerSection {
  static func make(_ run: RunContents) -> Section? {
    let answers = run.pairs.map { answer($0, run) }.filter { !$0.places.isEmpty }
    if answers.isEmpty { return nil }
    var section = Section("answer", "The answer")
    section.blocks = (run.pairs.count > 2 ? [overview(run)] : []) + answers.map(Block.answer)
    section.blocks.append(
      .note(
        "Same: as near to each other as a rewording is, within the margin. Different: farther than the margin allows. "
          + "Undecided: these data do not tell; that is neither of the two. Not judged: the question cannot be asked there; "
          + "such layers are left out of what is said over layers."))
    return section
  }

  /// Where there are many pairs: a line for each before the details.
  private static func overview(_ run: RunContents) -> Block {
    let rows = run.pairs.flatMap { pair in
      run.places.compactMap { place -> [String]? in
        let rows = run.verdicts.filter { $0.pair == pair && $0.place == place }
        return rows.isEmpty ? nil : [pair.x, pair.y, place.words, VerdictWords(rows).summary]
      }
    }
    return .table(
      .init(
        caption: "All pairs at a glance; details below",
        columns: [.text("Question (X)"), .text("Target (Y)"), .text("Reading"), .text("Verdict")], rows: rows))
  }

  private static func answer(_ pair: RunManifest.Pair, _ run: RunContents) -> Block.Answer {
    let places = run.places.compactMap { place(pair, $0, run) }
    let behaviour = BehaviourWords.line(pair, run.behaviour)
    var answer = Block.Answer(title: "\(Words.name(pair.x)) against \(Words.name(pair.y))", places: places)
    if let behaviour { answer.places.append(.init(title: "What it does", lines: [("Behaviour", behaviour)])) }
    return answer
  }

  private static func place(_ pair: RunManifest.Pair, _ place: Place, _ run: RunContents) -> Block.Answer.Place? {
    var result = Block.Answer.Place(title: "\(place.words): \(Position.question(place.position))")
    let rows = run.verdicts.filter { $0.pair == pair && $0.place == place }
    if !rows.isEmpty {
      let words = VerdictWords(rows)
      result.layers = words.layers.map { ($0.layer ?? 0, $0.words) }
      let lines = [words.summary, words.together, words.needs].compactMap { $0 }
      result.lines.append(("Verdict", lines.joined(separator: " ")))
      result.lines.append(("s", words.distances))
    }
    for (metric, term) in [
      ("displacement_cosine_mean", "Direction, on average"), ("displacement_cosine_specific", "Direction, per prompt"),
    ] {
      let rows = run.contrasts.filter {
        $0.joins(pair.x, pair.y) && $0.place == place && $0.metric == metric && $0.role != "paraphrase"
      }
      if !rows.isEmpty { result.lines.append((term, DirectionWords.summary(rows))) }
    }
    let modes = run.modes.filter { $0.scored == pair.x && $0.place == place }
    if !modes.isEmpty { result.lines.append(("Mode of \(Words.name(pair.x))", ModeWords.summary(modes))) }
    return result.lines.isEmpty ? nil : result
  }
}

/// What a reading is about, in the words of the contract.
enum Position {
  static func question(_ position: String) -> String {
    switch position {
    case "last": "what comes after the prompt, an answer or more text?"
    case "answer-end": "after the answer, stop or go on?"
    case "answer-mean", "answer-all": "what is the rest of the answer?"
    case "prompt-last": "the end of the prompt, before the wrapper goes on"
    default: "the states read there"
    }
  }
}

extension RunContents {
  /// The pairs in question; from the verdicts where the manifest names none.
  var pairs: [RunManifest.Pair] {
    if !manifest.pairs.isEmpty { return manifest.pairs }
    return verdicts.filter { $0.role == "pair" || $0.role.isEmpty }.distinct(\.pair)
  }

  /// All readings for which there are pairs, in the order of the manifest's positions, then of the tables.
  var places: [Place] {
    let found = (verdicts.map(\.place) + contrasts.map(\.place) + modes.map(\.place) + similarity.map(\.place))
      .distinct { $0 }
    let order = manifest.positions
    return found.enumerated().sorted { a, b in
      let (first, second) = (order.firstIndex(of: a.element.position), order.firstIndex(of: b.element.position))
      return (first ?? order.count, a.offset) < (second ?? order.count, b.offset)
    }.map(\.element)
  }

  /// The metric of the verdict.
  var mainMetric: String { manifest.metric ?? verdicts.first?.metric ?? "cosine_distance_standardised" }
}
