import ArgumentParser
import MindstateModel
import MindstateStore

/// The tokenizer's rate on one thread: for benchmarks, of no use in daily work.
struct TokenizerSpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer-speed", abstract: "Measure the tokenizer's rate on a text file.", shouldDisplay: false)

  @Argument(help: "Checkpoint directory, or tokenizer.json.") var model: String
  @Argument(help: "A text file in UTF-8.") var text: String
  @Option(help: "Runs, of which the best counts.") var repeats = 3

  func run() throws {
    let clock = ContinuousClock()
    var tokenizer: Tokenizer?
    let load = try clock.measure { tokenizer = try Tokenizer(path: model) }
    guard let tokenizer else { return }
    let text = String(decoding: try TextFile.read(text), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var tokens = 0
    let whole = best(clock) { tokens = tokenizer.encode(text).ids.count }
    let apart = best(clock) { for line in lines { _ = tokenizer.encode(line) } }
    let size = Double(text.utf8.count) / 1e6
    let fields = JSONObject([
      ("bytes", .integer(text.utf8.count)), ("tokens", .integer(tokens)), ("load_s", .number(load / .seconds(1))),
      ("whole_MB_per_s", .number(size / whole)), ("lines_MB_per_s", .number(size / apart)),
    ])
    try StandardOutput.write(JSON.object(fields).serialized() + "\n")
  }

  private func best(_ clock: ContinuousClock, _ work: () -> Void) -> Double {
    (0..<max(1, repeats)).map { _ in clock.measure(work) / .seconds(1) }.min() ?? 0
  }
}
