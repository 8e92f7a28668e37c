import Synchronization

/// What happens when memory for a matrix cannot be had.
///
/// There is nobody to throw to, since then every matrix that is made would have to; an array of Swift's own ends the
/// process there, too. Unless a program says otherwise it stops with a trap that says how much was wanted.
public enum OutOfMemory {
  private static let handler = Mutex<(@Sendable (_ bytes: Int) -> Never)?>(nil)

  /// Lets a program end in its own way: it may write what is to be said and choose an exit code. What it calls must be
  /// content with little memory.
  public static func end(with handler: @escaping @Sendable (_ bytes: Int) -> Never) {
    self.handler.withLock { $0 = handler }
  }

  static func end(bytes: Int) -> Never {
    if let handler = handler.withLock({ $0 }) { handler(bytes) }
    fatalError(
      "out of memory: \(bytes) bytes for a matrix cannot be had; use fewer prompts, layers, positions or threads")
  }
}
