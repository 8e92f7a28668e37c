import MindstateExperiments
import Synchronization

/// Work that a signal asks to stop, where it would else end the program.
enum Interruption {
  private struct State {
    var current: StopRequest?
    var signal: Int32?
  }
  private static let state = Mutex(State())

  /// Runs `body`, during which the first signal asks `stop` and only a second one ends the program.
  /// - Returns: also the signal that came, if one did.
  static func stopping<R>(_ body: (StopRequest) throws -> R) rethrows -> (R, signal: Int32?) {
    let stop = StopRequest()
    state.withLock { $0 = State(current: stop) }
    defer { state.withLock { $0.current = nil } }
    let result = try body(stop)
    return (result, state.withLock { $0.signal })
  }

  /// Hands a signal to the work that waits for one; false where there is none, or it was asked before.
  static func ask(_ signal: Int32) -> Bool {
    state.withLock { state in
      guard let current = state.current, !current.isRequested else { return false }
      state.signal = signal
      current.request()
      return true
    }
  }
}
