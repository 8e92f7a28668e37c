import Synchronization

/// The unfinished files of this process, so that an interrupt can take them away.
package enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Removes all of them. To be called from a dispatch source or an ordinary thread, not from a signal handler itself,
  /// and right before the process ends: whoever is still writing then fails at its rename.
  package static func removeAll() {
    for path in paths.withLock({ $0 }) { try? SystemCalls.unlink(path) }
  }

  static func insert(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  static func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }
}
