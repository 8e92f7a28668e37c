package import MindstateNumerics
import Synchronization

extension Workers {
  /// The results of `body` for 0 ..< count, in that order; of several errors the one with the lowest index.
  package func results<T: Sendable, E: Error>(
    _ count: Int, _ body: @Sendable (Int) throws(E) -> T
  ) throws(E) -> [T] {
    let slots = Mutex([Result<T, E>?](repeating: nil, count: count))
    forEach(count) { index in
      let result = Result { () throws(E) in try body(index) }
      slots.withLock { $0[index] = result }
    }
    var results: [T] = []
    for case let result? in slots.withLock({ $0 }) { results.append(try result.get()) }
    return results
  }
}
