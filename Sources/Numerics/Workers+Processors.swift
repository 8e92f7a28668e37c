import CMindstateKernels
import Synchronization

extension Workers {
  /// Processors this process may use: on Linux its affinity mask, so a cluster's or container's limit is kept.
  public static var availableProcessors: Int { Int(ms_available_processors()) }
}

/// Hands out 0, 1, 2, … to tasks on several threads.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  func take() -> Int { value.add(1, ordering: .relaxed).oldValue }
}
