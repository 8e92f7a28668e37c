import MindstateProbes

extension LabTable {
  /// The table for people: what each version does, what is required and whether it holds, and correct answers by what
  /// fine-tuning has not seen. Lines of cells, the first the columns' names; an empty cell is no measurement.
  public var tables: [[[String]]] { [versions, checks, splits].filter { $0.count > 1 } }

  /// The same as Markdown.
  public var markdown: String {
    tables.map { table in
      let lines = table.map { "| " + $0.joined(separator: " | ") + " |\n" }
      let rule = "|---|" + (table.first ?? []).dropFirst().map { _ in "---:|" }.joined() + "\n"
      return (lines.prefix(1) + [rule] + lines.dropFirst()).joined()
    }.joined(separator: "\n")
  }

  private var versions: [[String]] {
    let head = [
      "condition", "prompts", "answers correctly", "goes on asking", "declines the topic", "well-formed scripts",
    ]
    return [head]
      + rows.filter { $0.subset == "all" && $0.measure == .correct }.map { row in
        func cell(_ measure: Measure, _ subset: String = "all") -> String {
          share(row.condition, row.wrapper, measure, subset: subset, prompts: row.prompts).map(Self.cell) ?? ""
        }
        let set = row.prompts == "novel" ? "" : " (\(row.prompts))"
        return [
          "\(row.condition), \(row.wrapper)\(set)", "\(row.share.count)", cell(.correct), cell(.goesOn),
          cell(.declines, "declined-topic"), cell(.script),
        ]
      }
  }

  private var checks: [[String]] {
    [["required", "measured", "bound", "holds"]]
      + requirements.map { requirement in
        let bound =
          switch requirement.bound {
          case .atLeast(let limit): "≥ \(Self.percent(limit))"
          case .atMost(let limit): "≤ \(Self.percent(limit))"
          }
        return [requirement.what, Self.cell(requirement.share), bound, requirement.isMet ? "yes" : "NO"]
      }
  }

  private var splits: [[String]] {
    let subsets = Set(rows.filter { $0.prompts == "novel" }.map(\.subset)).subtracting(["all"]).sorted()
    if subsets.isEmpty { return [] }
    return [["answers correctly"] + subsets]
      + rows.filter { $0.subset == "all" && $0.measure == .correct && $0.prompts == "novel" }.map { row in
        let shares = subsets.map { share(row.condition, row.wrapper, .correct, subset: $0) }
        return ["\(row.condition), \(row.wrapper)"] + shares.map { $0.map { Self.percent($0.share) } ?? "" }
      }
  }

  private static func cell(_ share: WilsonInterval) -> String {
    "\(percent(share.share)) [\(percent(share.low)), \(percent(share.high))]"
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(abs(tenths % 10)) %"
  }
}
