import MindstateExperiments
import Synchronization

/// A line on a terminal with bar, rate and time left; nothing where standard error is no terminal.
final class TerminalProgress: ProgressReporter {
  private struct State {
    var start = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
  }
  private let state = Mutex(State())
  private static let width = 28

  /// The reporter that fits where standard error goes and what was asked for.
  static func make(quiet: Bool) -> any ProgressReporter {
    quiet || !StandardError.isTerminal ? SilentProgress() : TerminalProgress()
  }

  func report(done: Int, total: Int, what: String) {
    let line: String? = state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastDrawn, now - last < .milliseconds(100), done < total { return nil }
      state.lastDrawn = now
      return Self.line(done: done, total: total, what: what, elapsed: state.start.duration(to: now))
    }
    if let line { StandardError.write("\r\u{1B}[2K" + line) }
  }

  func finish() {
    if state.withLock({ $0.lastDrawn != nil }) { StandardError.write("\r\u{1B}[2K") }
  }

  private static func line(done: Int, total: Int, what: String, elapsed: Duration) -> String {
    let seconds = max(1e-3, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let rate = Double(done) / seconds
    let left = rate > 0 ? Double(total - done) / rate : 0
    return "\(bar) \(Int(share * 100)) %  \(Format.count(done)) of \(Format.count(total)) \(what)"
      + "  \(Format.count(Int(rate)))/s  \(Format.time(left)) left"
  }
}
