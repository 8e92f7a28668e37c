import Synchronization

/// A wish, from a signal or another thread, that long work stop at the next good moment.
public final class StopRequest: Sendable {
  private let flag = Atomic(false)

  public init() {}

  public func request() { flag.store(true, ordering: .relaxed) }
  public var isRequested: Bool { flag.load(ordering: .relaxed) }
}
