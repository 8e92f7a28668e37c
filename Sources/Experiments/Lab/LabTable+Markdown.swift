import MindstateProbes

extension LabTable {
  /// The table for people: what each version does, then what is required and whether it holds.
  public var markdown: String { versions + "\n" + checks + "\n" + splits }

  private var versions: String {
    var text =
      "| condition | prompts | answers correctly | goes on asking | declines the topic | well-formed scripts |\n"
    text += "|---|---:|---:|---:|---:|---:|\n"
    for row in rows where row.subset == "all" && row.measure == .correct {
      func cell(_ measure: Measure, _ subset: String = "all") -> String {
        share(row.condition, row.wrapper, measure, subset: subset, prompts: row.prompts).map(Self.cell) ?? ""
      }
      let set = row.prompts == "novel" ? "" : " (\(row.prompts))"
      text += "| \(row.condition), \(row.wrapper)\(set) | \(row.share.count) | \(cell(.correct)) | \(cell(.goesOn)) "
      text += "| \(cell(.declines, "declined-topic")) | \(cell(.script)) |\n"
    }
    return text
  }

  private var checks: String {
    var text = "| required | measured | bound | holds |\n|---|---:|---:|:---:|\n"
    for requirement in requirements {
      let bound =
        switch requirement.bound {
        case .atLeast(let limit): "≥ \(Self.percent(limit))"
        case .atMost(let limit): "≤ \(Self.percent(limit))"
        }
      text +=
        "| \(requirement.what) | \(Self.cell(requirement.share)) | \(bound) | \(requirement.isMet ? "yes" : "**no**") |\n"
    }
    return text
  }

  /// Shares of correct answers by what fine-tuning has not seen.
  private var splits: String {
    let subsets = Set(rows.filter { $0.prompts == "novel" }.map(\.subset)).subtracting(["all"]).sorted()
    if subsets.isEmpty { return "" }
    var text = "| answers correctly | " + subsets.joined(separator: " | ") + " |\n"
    text += "|---|" + subsets.map { _ in "---:|" }.joined() + "\n"
    for row in rows where row.subset == "all" && row.measure == .correct && row.prompts == "novel" {
      let cells = subsets.map {
        share(row.condition, row.wrapper, .correct, subset: $0).map { Self.percent($0.share) } ?? ""
      }
      text += "| \(row.condition), \(row.wrapper) | " + cells.joined(separator: " | ") + " |\n"
    }
    return text
  }

  private static func cell(_ share: WilsonInterval) -> String {
    "\(percent(share.share)) [\(percent(share.low)), \(percent(share.high))]"
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(abs(tenths % 10)) %"
  }
}
