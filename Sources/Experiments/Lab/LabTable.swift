import MindstateModel
public import MindstateProbes
import MindstateReport

/// What the lab's models do, as shares of prompts with Wilson's 95 % interval.
public struct LabTable: Sendable {
  public enum Measure: String, CaseIterable, Sendable {
    case correct, goesOn = "goes_on", declines, script
  }

  public struct Row: Sendable {
    public var condition: String
    public var wrapper: String
    public var prompts: String
    /// `all`, a split of the prompts, `declined-topic` or `other-topics`.
    public var subset: String
    public var measure: Measure
    public var share: WilsonInterval
  }

  public private(set) var rows: [Row] = []

  public init() {}

  /// Adds what `texts` are, one text a prompt.
  /// - Precondition: as many texts as prompts, at least one.
  mutating func add(condition: String, wrapper: String, promptsName: String, prompts: [Prompt], texts: [String]) {
    precondition(prompts.count == texts.count && !prompts.isEmpty, "\(texts.count) texts for \(prompts.count) prompts")
    var subsets: [(name: String, members: [Int])] = [("all", Array(prompts.indices))]
    let splits = prompts.map { $0.label("split") ?? "all" }
    for split in Set(splits).sorted() where split != "all" {
      subsets.append((split, prompts.indices.filter { splits[$0] == split }))
    }
    subsets.append(("told-in-prose", prompts.indices.filter { prompts[$0].label("told_in") == "prose" }))
    subsets.append(("declined-topic", prompts.indices.filter { prompts[$0].label("task") == LabAttribute.declined }))
    subsets.append(("other-topics", prompts.indices.filter { prompts[$0].label("task") != LabAttribute.declined }))
    for subset in subsets where !subset.members.isEmpty {
      for measure in Measure.allCases {
        let hits = subset.members.count { measure.holds(texts[$0], reference: prompts[$0].reference ?? "") }
        rows.append(
          Row(
            condition: condition, wrapper: wrapper, prompts: promptsName, subset: subset.name, measure: measure,
            share: WilsonInterval(hits, of: subset.members.count)))
      }
    }
  }

  func share(
    _ condition: String, _ wrapper: String, _ measure: Measure, subset: String = "all", prompts: String = "novel"
  ) -> WilsonInterval? {
    rows.first {
      $0.condition == condition && $0.wrapper == wrapper && $0.measure == measure && $0.subset == subset
        && $0.prompts == prompts
    }?.share
  }

  /// `condition,wrapper,prompts,subset,measure,share,ci_low,ci_high,n`.
  public var csv: [UInt8] {
    var table = CSVWriter(
      columns: ["condition", "wrapper", "prompts", "subset", "measure", "share", "ci_low", "ci_high", "n"])
    for row in rows {
      table.append([
        .text(row.condition), .text(row.wrapper), .text(row.prompts), .text(row.subset), .text(row.measure.rawValue),
        .number(row.share.share), .number(row.share.low), .number(row.share.high), .integer(row.share.count),
      ])
    }
    return table.bytes
  }
}

extension LabTable.Measure {
  func holds(_ text: String, reference: String) -> Bool {
    switch self {
    case .correct: LabScoring.scorer.isCorrect(text, reference: reference)
    case .goesOn: LabScoring.scorer.goesOn(text)
    case .declines: LabScoring.scorer.declines(text)
    case .script: LabScript.isWellFormed(text)
    }
  }
}

extension Prompt {
  /// The text of a label; nil where there is none.
  func label(_ name: String) -> String? { labels.first { $0.name == name }?.value.stringValue }
}
