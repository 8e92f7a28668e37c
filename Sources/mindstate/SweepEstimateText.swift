import MindstateExperiments
import MindstateStore

extension SweepEstimate {
  var text: String {
    let text = "\(Format.count(prompts)) prompts under \(conditions.count) conditions, into \(directory)\n"
    let table = ColumnTable(
      [["  condition", "role", "tokens", "distinct prefixes", "work", "state"]]
        + conditions.map { condition in
          [
            "  " + condition.name, condition.role, Format.count(condition.tokens),
            Format.count(condition.distinctPrefixes), Self.flop(condition.flop), condition.isDone ? "done" : "–",
          ]
        })
    var facts = [(name: "captures", value: Self.flop(captureFlop))]
    if continued > 0 {
      let most = "at most \(newTokens) tokens a prompt, \(Self.flop(generationFlop))"
      facts.append(("continuations", "of \(continued) conditions, \(most)"))
    }
    let speed = "at \(Format.fixed(ceiling, 0)) GFLOP/s of a matrix product here now"
    facts += [
      ("tables", tables.joined(separator: ", ")),
      (
        "time",
        "about \(Format.time(seconds)) for captures and continuations, \(speed); statistics come on top"
      ),
      ("memory", "about \(Format.bytes(memory))"), ("disk", "about \(Format.bytes(disk))"),
    ]
    return text + table.text + Paragraph.facts(facts)
  }

  private static func flop(_ count: Double) -> String {
    count < 1e12 ? "\(Format.fixed(count / 1e9, 1)) GFLOP" : "\(Format.fixed(count / 1e12, 1)) TFLOP"
  }

  var json: JSON {
    .object(
      JSONObject([
        ("run", .string(directory)), ("prompts", .integer(prompts)),
        (
          "conditions",
          .array(
            conditions.map { condition in
              .object(
                JSONObject([
                  ("name", .string(condition.name)), ("role", .string(condition.role)),
                  ("tokens", .integer(condition.tokens)), ("distinct_prefixes", .integer(condition.distinctPrefixes)),
                  ("flop", .number(condition.flop)), ("done", .bool(condition.isDone)),
                ]))
            })
        ),
        ("continued", .integer(continued)), ("max_new_tokens", .integer(newTokens)),
        ("capture_flop", .number(captureFlop)), ("generation_flop", .number(generationFlop)),
        ("tables", .array(tables.map { .string($0) })), ("seconds", .number(seconds)),
        ("gflops_ceiling", .number(ceiling)), ("memory_bytes", .integer(memory)), ("disk_bytes", .integer(disk)),
      ]))
  }
}
