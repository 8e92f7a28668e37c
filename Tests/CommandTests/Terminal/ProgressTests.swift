import Foundation
import MindstateTestSupport
import Testing
import mindstate

/// The line that says how far work is.
struct ProgressTests {
  private static let start = ContinuousClock.now

  @Test func thereIsNoRateBeforeThereIsOne() {
    var rate = ProgressRate(start: Self.start)
    func line(_ done: Int, _ seconds: Double) -> String {
      rate.reported(done: done, total: 1000, what: "tokens", at: Self.start + .seconds(seconds))
        .line(title: "", width: 79)
    }
    #expect(line(0, 1).hasSuffix("0 %  0 of 1,000 tokens"))
    #expect(line(0, 9).hasSuffix("0 %  0 of 1,000 tokens"))
    #expect(line(100, 1.1).hasSuffix("10 %  100 of 1,000 tokens"))
    #expect(line(500, 11).hasSuffix("50 %  500 of 1,000 tokens  50/s  10 s left"))
    #expect(line(999, 21).hasSuffix("99 %  999 of 1,000 tokens  49/s"))
  }

  @Test func whatWasDoneBeforeIsNoSpeed() {
    var rate = ProgressRate(start: Self.start)
    _ = rate.reported(done: 900, total: 1000, what: "steps", at: Self.start + .seconds(1))
    let line = rate.reported(done: 910, total: 1000, what: "steps", at: Self.start + .seconds(6))
    #expect(line.rate == 2)
    // Another kind of work begins anew.
    #expect(rate.reported(done: 950, total: 1000, what: "texts", at: Self.start + .seconds(7)).rate == nil)
  }

  @Test(arguments: [40, 60, 79, 200])
  func aLineNeverWraps(width: Int) {
    let progress = ProgressLine(
      done: 1_234_567, total: 98_765_432, what: "continuations", seconds: 5, rate: 123_456)
    for title in ["", "[38/70] generate base/a-rather-long-name-of-a-wrapper", "日本語日本語日本語日本語日本語日本語"] {
      let line = progress.line(title: title, width: width)
      #expect(DisplayWidth.columns(line) <= width, "\(line)")
      #expect(line.contains("1 %"))
    }
  }

  @Test func quickWorkShowsNoBarAndNoSeriesOfLines() throws {
    try withTemporaryDirectory { directory in
      let (status, screen) = try Program.onTerminal([
        "capture", "--model", "data/tiny/base", "--prompts", "data/prompts/smoke.jsonl", "--limit", "2", "--output",
        "\(directory)/c.safetensors",
      ])
      #expect(status == 0)
      #expect(screen.split(whereSeparator: \.isNewline).count <= 2 && !screen.contains("█") && !screen.contains("░"))
    }
  }

  @Test func anErrorIsNeverGluedToTheBar() throws {
    try withTemporaryDirectory { directory in
      let lines = (0..<6000).map { i in
        "{\"id\":\"p\(i)\",\"tokens\":[\((0..<100).map { "\(($0 * 7 + i * 3) % 500 + 2)" }.joined(separator: ","))]}"
      }
      try lines.joined(separator: "\n").write(toFile: "\(directory)/p.jsonl", atomically: true, encoding: .utf8)
      let (status, screen) = try Program.onTerminal(
        [
          "generate", "--model", "data/tiny/base", "--prompts", "\(directory)/p.jsonl", "--max-new-tokens", "900",
          "--output", "\(directory)/out.jsonl",
        ], sending: (SIGINT, after: "continuations"))
      #expect(status == 130)
      #expect(screen.contains("░") && screen.contains("mindstate: stopping after this step"), "\(screen)")
      // Whatever is said begins at a line's start, the bar being gone.
      for (before, _) in screen.occurrences(of: "mindstate: ") {
        let isAtStart = before.utf8.last.map { $0 == UInt8(ascii: "\n") } ?? true
        #expect(isAtStart || before.hasSuffix("\r\u{1B}[2K"), "\(before.suffix(60).debugDescription)")
      }
    }
  }
}

extension String {
  fileprivate func occurrences(of text: String) -> [(before: Substring, after: Substring)] {
    var (found, rest) = ([(Substring, Substring)](), startIndex..<endIndex)
    while let range = range(of: text, range: rest) {
      found.append((self[..<range.lowerBound], self[range.upperBound...]))
      rest = range.upperBound..<endIndex
    }
    return found
  }
}
