/// Who was compared.
enum ConditionsSection {
  static func make(_ run: RunContents) -> Section? {
    let conditions = run.manifest.conditions
    if conditions.isEmpty { return nil }
    var section = Section("conditions", "Conditions")
    let controls = Set(run.manifest.paraphrases + run.manifest.irrelevant)
    let isControl = { (condition: RunManifest.Condition) in
      controls.contains(condition.name) || condition.role == "paraphrase" || condition.role == "irrelevant"
    }
    let main = conditions.filter { !isControl($0) }
    let rest = conditions.filter(isControl)
    section.blocks.append(.paragraph(sample(run)))
    section.blocks.append(.table(table("A condition is a model with what stands around the prompt.", main)))
    if !rest.isEmpty {
      let title =
        "\(rest.count) control conditions: \(count(run.manifest.paraphrases.count, "paraphrase")), "
        + "\(count(run.manifest.irrelevant.count, "irrelevant wrapper"))"
      section.blocks.append(.folded(title, [.table(table("Controls", rest))]))
    }
    if !run.manifest.leftOut.isEmpty {
      let items = run.manifest.leftOut.map { "\(Words.name($0.name)): \(Words.term($0.reason))" }
      let title = "\(count(items.count, "paraphrase")) not admitted and left out"
      section.blocks.append(items.count > 6 ? .folded(title, [.list(items)]) : .heading(title))
      if items.count <= 6 { section.blocks.append(.list(items)) }
    }
    return section
  }

  private static func count(_ number: Int, _ word: String) -> String { Words.count(number, word) }

  private static func sample(_ run: RunContents) -> String {
    let manifest = run.manifest
    var parts: [String] = []
    if let prompts = manifest.prompts {
      let clusters = manifest.clusters.map { " in \(Words.count($0, "cluster"))" } ?? ""
      parts.append(Words.count(prompts, "prompt") + clusters + " under every condition")
    }
    if let reference = manifest.reference { parts.append("displacements start at \(Words.name(reference))") }
    return Words.sentence(parts.joined(separator: "; "))
  }

  private static func table(_ caption: String, _ conditions: [RunManifest.Condition]) -> Block.Table {
    let hasAdapter = conditions.contains { $0.adapter != nil }
    let hasSoftPrompt = conditions.contains { $0.softPrompt != nil }
    var columns: [Block.Table.Column] = [.text("Condition"), .text("Role"), .text("Model"), .text("Wrapper")]
    if hasAdapter { columns.append(.text("Adapter")) }
    if hasSoftPrompt { columns.append(.text("Soft prompt")) }
    let rows = conditions.map { condition in
      [condition.name, condition.role ?? "", condition.model ?? "", condition.wrapper ?? ""]
        + (hasAdapter ? [condition.adapter ?? ""] : []) + (hasSoftPrompt ? [condition.softPrompt ?? ""] : [])
    }
    return Block.Table(caption: caption, columns: columns, rows: rows)
  }
}
