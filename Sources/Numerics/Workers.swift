import CMindstateBLAS
import Dispatch

/// The sole owner of the thread count, OpenBLAS's too.
///
/// Work is spread in one of two ways, never both at once: `forEach` runs our own tasks side by side with BLAS on one
/// thread each; outside it a BLAS call may use all threads itself. A task writes only its own rows, so the thread
/// count changes no result.
public struct Workers: Sendable {
  public let threads: Int

  /// - Parameter threads: nil takes one for each processor that this process may run on.
  public init(threads: Int? = nil) {
    self.threads = max(1, threads ?? Self.availableProcessors)
    openblas_set_num_threads(1)
  }

  /// Calls `body` once for every index; returns when all are done. The order is not defined.
  public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if threads == 1 || count <= 1 {
      for i in 0..<count { body(i) }
      return
    }
    // One long-lived task a thread, each taking the next index: concurrentPerform over `count` might use more threads.
    let next = Counter()
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let i = next.take()
        if i >= count { return }
        body(i)
      }
    }
  }

  /// Runs `body`, in which BLAS calls of this thread may use every thread of this value.
  public func withThreadedBLAS<R>(_ body: () throws -> R) rethrows -> R {
    if threads == 1 { return try body() }
    openblas_set_num_threads(Int32(threads))
    defer { openblas_set_num_threads(1) }
    return try body()
  }
}
