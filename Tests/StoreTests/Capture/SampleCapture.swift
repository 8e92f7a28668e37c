import MindstateNumerics
import MindstateStore

/// A capture with every kind of position.
enum SampleCapture {
  static func states(rows: Int, columns: Int, seed: Int = 0) -> Matrix {
    Matrix(rows: rows, columns: columns, (0..<rows * columns).map { Float($0 * 37 % 101 + seed) / 8 })
  }

  static let prompts = [
    CapturedPrompt(id: "a", group: "g", labels: [("topic", .string("x")), ("n", .integer(1))]),
    CapturedPrompt(id: "e\u{301}", labels: [("n", .number(0.5))]), CapturedPrompt(id: "\u{E9}", group: "h"),
  ]

  static var last: Reading {
    Reading(
      position: "last",
      sites: [
        SiteStates(site: "embed", layers: [0], states: states(rows: 3, columns: 4)),
        SiteStates(site: "resid", layers: [0, 1, 2], states: states(rows: 3, columns: 12)),
        SiteStates(site: "attn_out", layers: [1], states: states(rows: 3, columns: 4, seed: 5)),
        SiteStates(site: "logits", layers: [0], states: states(rows: 3, columns: 7)),
      ], tokenIDs: [5, 5, 6], tokenPositions: [2, 3, 4])
  }

  static var mean: Reading {
    Reading(
      position: "prompt-mean",
      sites: [SiteStates(site: "resid", layers: [0, 1, 2], states: states(rows: 3, columns: 12))],
      tokenIDs: [1, 2, 3, 4], tokenPositions: [0, 1, 0, 0], offsets: [0, 2, 3, 4])
  }

  static var all: Reading {
    Reading(
      position: "all", sites: [SiteStates(site: "resid", layers: [0, 1, 2], states: states(rows: 5, columns: 12))],
      tokenIDs: [1, 2, 3, 4, 5], tokenPositions: [0, 1, 0, 1, 2], offsets: [0, 2, 2, 5])
  }

  static func capture(_ readings: [Reading] = [last, mean, all]) -> Capture {
    Capture(
      condition: "tuned", wrapper: "bare", model: "sha256:1", tool: "test 1", prompts: prompts, readings: readings)
  }
}
