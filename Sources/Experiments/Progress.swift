/// Told by work in hand how far it is; decides itself whether and how a person sees it.
public protocol ProgressReporter: Sendable {
  func report(done: Int, total: Int, what: String)
  func finish()
}

/// Says nothing.
public struct SilentProgress: ProgressReporter {
  public init() {}
  public func report(done: Int, total: Int, what: String) {}
  public func finish() {}
}
