import MindstateExperiments
import Synchronization

/// A line on a terminal with bar, rate and time left; nothing where standard error is no terminal, and nothing about
/// work that is done before a person has read it.
package final class TerminalProgress: ProgressReporter {
  private let title: String
  private let state: Mutex<ProgressRate>
  private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

  private init(title: String) {
    self.title = title
    state = Mutex(ProgressRate(start: .now))
  }

  /// The reporter that fits where standard error goes and what was asked for.
  /// - Parameter title: stands before the bar.
  static func make(quiet: Bool, title: String = "") -> any ProgressReporter {
    quiet || !StandardError.isTerminal ? SilentProgress() : TerminalProgress(title: title)
  }

  package func report(done: Int, total: Int, what: String) {
    let now = ContinuousClock.now
    let progress = state.withLock { $0.reported(done: done, total: total, what: what, at: now) }
    let isDue = lastDrawn.withLock { last in
      guard progress.seconds >= 0.5, last.map({ now - $0 >= .milliseconds(100) }) ?? true else { return false }
      last = now
      return true
    }
    if isDue { StandardError.draw(line: progress.line(title: title, width: Terminal.messageWidth - 1)) }
  }

  package func finish() { StandardError.clearLine() }
}

/// How fast work goes, measured from its first report: what was done before, as by a run that goes on, is no speed.
package struct ProgressRate: Sendable {
  private let start: ContinuousClock.Instant
  private var first: (done: Int, total: Int, what: String, at: ContinuousClock.Instant)?

  package init(start: ContinuousClock.Instant) { self.start = start }

  /// What to show of a report.
  package mutating func reported(
    done: Int, total: Int, what: String, at now: ContinuousClock.Instant
  ) -> ProgressLine {
    if first.map({ done < $0.done || total != $0.total || what != $0.what }) ?? true {
      first = (done, total, what, now)
    }
    let since = first.map { ($0.at.duration(to: now) / .seconds(1), done - $0.done) } ?? (0, 0)
    return ProgressLine(
      done: done, total: total, what: what, seconds: start.duration(to: now) / .seconds(1),
      rate: since.0 >= 0.5 && since.1 > 0 ? Double(since.1) / since.0 : nil)
  }
}

/// One line of progress.
package struct ProgressLine: Sendable {
  package var done: Int
  package var total: Int
  package var what: String
  /// Since the work began.
  package var seconds: Double
  /// A second; nil as long as there is none to speak of.
  package var rate: Double?

  package init(done: Int, total: Int, what: String, seconds: Double, rate: Double?) {
    (self.done, self.total, self.what, self.seconds, self.rate) = (done, total, what, seconds, rate)
  }

  /// The line in `width` columns: title, bar, count, rate and time left; what does not fit is left out from the end,
  /// and the bar gives way first.
  package func line(title: String, width: Int) -> String {
    let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 0
    var parts = ["\(Int(share * 100)) %", "\(Format.count(done)) of \(Format.count(total)) \(what)"]
    if let rate {
      parts.append("\(rate < 10 ? Format.fixed(rate, 1) : Format.count(Int(rate)))/s")
      let left = Double(total - done) / rate
      if left >= 1 { parts.append((left < 10 ? "\(Int(left.rounded())) s" : Format.time(left)) + " left") }
    }
    func needed(_ parts: [String]) -> Int { parts.reduce(0) { $0 + DisplayWidth.columns($1) + 2 } }
    let name = title.isEmpty ? "" : DisplayWidth.cut(title, to: width / 2) + "  "
    while parts.count > 1, DisplayWidth.columns(name) + needed(parts) > width { parts.removeLast() }
    let room = min(28, width - DisplayWidth.columns(name) - needed(parts))
    let filled = Int(share * Double(max(0, room)))
    let bar =
      room < 8 ? "" : String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled) + "  "
    return DisplayWidth.cut(name + bar + parts.joined(separator: "  "), to: width)
  }
}
