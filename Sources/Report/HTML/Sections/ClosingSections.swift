/// What to keep in mind.
enum CaveatSection {
  static func make(_ run: RunContents) -> Section? {
    var items = [SelfTestWords.line(run)].compactMap { $0 } + run.manifest.caveats
    let missing = run.verdicts.filter { $0.layer != nil && $0.s == nil }
    if !missing.isEmpty {
      let reasons = missing.compactMap(\.reason).flatMap { $0.split(separator: ";").map(String.init) }
      items.append(
        "\(Words.count(missing.count, "row")) of verdicts.csv without s: "
          + reasons.distinct { $0 }.map(Words.term).joined(separator: ", "))
    }
    if items.isEmpty { return nil }
    var section = Section("caveats", "Caveats")
    section.blocks = [.list(items.map { PlotText.cut($0, to: 600) })]
    return section
  }
}

/// How the numbers were made, in plain words.
enum MethodSection {
  static func make(_ run: RunContents) -> Section? {
    var section = Section("methods", "How it was measured")
    var items = [
      "The state is the vector that the model holds at one token, after one layer. It is read where the tokens are "
        + "the same under every condition, so what differs is what the model has made of what came before.",
      "The unit is the prompt. Prompts that share something are one cluster, and intervals count clusters.",
    ]
    if !run.verdicts.isEmpty { items += verdict(run) }
    if !run.contrasts.isEmpty {
      items.append(
        "The direction contrast takes how alike the two displacements are, and takes away how alike they are under "
          + "irrelevant wrappers. What all wrappers share cancels.")
    }
    if !run.modes.isEmpty || !run.probes.isEmpty {
      items.append("Probes are fitted on some prompts and judged on others; whole clusters are held out.")
    }
    section.blocks = [.list(items), .note(run.tool)]
    return section
  }

  private static func verdict(_ run: RunContents) -> [String] {
    let margin = run.manifest.margin ?? run.verdicts.compactMap(\.margin).first
    return [
      "s = (D − P) / (I − P): D is the mean distance of the pair, P that of Y to harmless rewordings of its wrapper, "
        + "I that to wrappers which ask for nothing. The distance is the \(Words.term(run.mainMetric)).",
      "Same: the upper bound of s is below the margin\(margin.map { " of \(Words.number($0))" } ?? ""), which is "
        + "declared before looking. Different: the lower bound is above it. Otherwise undecided. The bounds have 95 % "
        + "confidence at all layers at once, and count both prompts and wrappers as samples.",
      "The assay tests itself: each rewording, put in the place of X, must come out as same, each irrelevant wrapper "
        + "as different.",
    ]
  }
}

/// Every file of the run, so that each number can be found.
enum FileSection {
  static func make(_ run: RunContents, figures: [Figure]) -> Section {
    var section = Section("files", "Files")
    let tables = run.tables.map { table in
      [table.file, "\(table.count)", TableFile.allCases.first { $0.file == table.file }?.words ?? ""]
    }
    section.blocks = [
      .table(
        .init(
          caption: "Tables in this directory: CSV, full precision, an empty value has a reason",
          columns: [.text("File"), .number("Rows"), .text("What is in it")], rows: tables))
    ]
    if !figures.isEmpty {
      section.blocks.append(
        .folded(
          "\(Words.count(figures.count, "plot")), each as SVG with its numbers as CSV",
          [.list(figures.map { "\($0.svgPath), \($0.csvPath)" })]))
    }
    if !run.manifest.captures.isEmpty {
      section.blocks.append(
        .folded("\(Words.count(run.manifest.captures.count, "capture")) of states", [.list(run.manifest.captures)]))
    }
    return section
  }
}

extension RunContents {
  /// What made the run, with its seed.
  var tool: String {
    let seed = manifest.seed.map { ", seed \($0)" } ?? ""
    return "Made by \(manifest.tool ?? "mindstate")\(seed). Everything but time is the same when it is made again."
  }
}
