import Synchronization

/// The unfinished files of this process, so that an interrupt can take them away.
package enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Removes all of them, or those in one directory.
  ///
  /// To be called from a dispatch source or an ordinary thread, not from a signal handler itself, and right before the
  /// process ends: whoever is still writing then fails at its rename.
  package static func removeAll(in directory: String? = nil) {
    for path in paths.withLock({ $0 }) where directory == nil || directory == FileSystem.directory(of: path) {
      try? SystemCalls.unlink(path)
    }
  }

  static func insert(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  static func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }
}
