/// Probes for labels: within conditions, and fitted in one and tested in another.
enum ProbeSection {
  /// A target read by one kind of probe at one place.
  private struct Question: Hashable {
    var target: String
    var probe: String
    var place: Place
    var words: String { "\(Words.name(target)) by \(Words.term(probe)), \(place.words)" }
    var slug: String { "\(FileName.safe(target))-\(FileName.safe(probe))-\(place.slug)" }
  }

  static func make(_ run: RunContents) -> Section? {
    let questions = run.probes.distinct { Question(target: $0.target, probe: $0.probe, place: $0.place) }
    var section = Section("probes", "Probes")
    for question in questions {
      let rows = run.probes.filter {
        $0.target == question.target && $0.probe == question.probe && $0.place == question.place
      }
      let key = DirectionFigure.Key(target: question.target, probe: question.probe, place: question.place)
      let directions = DirectionFigure.make(run, key, words: question.words, slug: question.slug)
      let figures = [curves(question, rows), transfer(question, rows), directions].compactMap { $0 }
      if figures.isEmpty { continue }
      section.blocks.append(.heading(question.words))
      section.blocks.append(.figures(figures))
    }
    if section.blocks.isEmpty { return nil }
    section.blocks.insert(
      .paragraph(
        "A probe reads a label of the prompt from the state. What it finds is there to be read; whether the model uses "
          + "it is another question. Always saying the most frequent label gives the majority baseline."), at: 0)
    return section
  }

  private static func curves(_ question: Question, _ rows: [ProbeRecord]) -> Figure? {
    let own = rows.filter { $0.train == $0.test && $0.metric == "accuracy" && $0.value != nil }
    if own.isEmpty { return nil }
    var data = PlotData(["condition", "layer", "accuracy", "ci_low", "ci_high"])
    let conditions = own.distinct(\.train)
    let lines = conditions.prefix(6).map { condition in
      let rows = own.filter { $0.train == condition }.sorted { $0.layer < $1.layer }
      for row in rows {
        data.append([
          .text(condition), .integer(row.layer), .number(row.value?.value), .number(row.value?.low),
          .number(row.value?.high),
        ])
      }
      return LinePlot.Line(label: condition, rows.map { (Double($0.layer), $0.value) })
    }
    var plot = LinePlot(
      title: "Within conditions: \(question.words)", xLabel: "layer", yLabel: "accuracy", lines: lines)
    let baselines = rows.filter { $0.metric == "majority_baseline" }.compactMap { $0.value?.value }
    if let most = baselines.max() { plot.references = [.init(y: most, label: "majority")] }
    plot.size = Panel.size
    plot.countsX = true
    let more = conditions.count > 6 ? " The first 6 of \(conditions.count) conditions; the table has all." : ""
    return Figure(
      name: "probe-\(question.slug)", plot: plot, caption: "Accuracy on held-out prompts, 95 % intervals." + more,
      table: .probes, data: data)
  }

  /// At the layer where probes read their own conditions best on average: chosen by what is on the diagonal alone.
  private static func transfer(_ question: Question, _ rows: [ProbeRecord]) -> Figure? {
    let accuracy = rows.filter { $0.metric == "accuracy" && $0.value != nil }
    if !accuracy.contains(where: { $0.train != $0.test }) { return nil }
    func own(_ layer: Int) -> Double {
      let values = accuracy.filter { $0.layer == layer && $0.train == $0.test }.compactMap { $0.value?.value }
      return values.isEmpty ? -1 : values.reduce(0, +) / Double(values.count)
    }
    let scores = accuracy.map(\.layer).distinct { $0 }.sorted().map { (layer: $0, score: own($0)) }
    guard let layer = scores.max(by: { $0.score < $1.score })?.layer else { return nil }
    let here = accuracy.filter { $0.layer == layer }
    let names = (here.map(\.train) + here.map(\.test)).distinct { $0 }
    var data = PlotData(["train_condition", "test_condition", "layer", "accuracy"])
    let values = names.map { train in
      names.map { test in here.first { $0.train == train && $0.test == test }?.value?.value }
    }
    for row in here { data.append([.text(row.train), .text(row.test), .integer(layer), .number(row.value?.value)]) }
    var plot = HeatMap(
      title: "Transfer: \(question.words), layer \(layer)", rowTitle: "fitted in", columnTitle: "tested in",
      unit: "accuracy", rows: names, columns: names, values: values)
    plot.range = 0...1
    return Figure(
      name: "transfer-\(question.slug)-layer-\(layer)", plot: plot,
      caption: "Fitted in the row, tested in the column, always on held-out prompts; layer \(layer), where probes read "
        + "their own conditions best.", table: .probes, data: data)
  }
}
