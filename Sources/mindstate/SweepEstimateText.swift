import MindstateExperiments
import MindstateStore

extension SweepEstimate {
  var text: String {
    let width = conditions.map(\.name.count).max() ?? 0
    var text = "\(Format.count(prompts)) prompts under \(conditions.count) conditions, into \(directory)\n"
    for condition in conditions {
      text += "  " + condition.name + String(repeating: " ", count: width - condition.name.count)
      text +=
        "  \(Format.count(condition.tokens)) tokens, \(Format.count(condition.distinctPrefixes)) distinct prefixes"
      text += ", \(Self.flop(condition.flop)), \(condition.role)\(condition.isDone ? ", done" : "")\n"
    }
    text += "captures       \(Self.flop(captureFlop))\n"
    if continued > 0 {
      text +=
        "continuations  of \(continued) conditions, at most \(newTokens) tokens a prompt, \(Self.flop(generationFlop))\n"
    }
    text += "tables         \(tables.joined(separator: ", "))\n"
    text +=
      "time           about \(Format.time(seconds)) for captures and continuations, at \(Format.fixed(ceiling, 0)) "
    text += "GFLOP/s of a matrix product here now; statistics come on top\n"
    return text + "memory         about \(Format.bytes(memory))\ndisk           about \(Format.bytes(disk))\n"
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
