/// A piece of a sweep that is being made.
public struct SweepStep: Sendable, Equatable {
  /// `capture`, `generate`, `tables`, …
  public var stage: String
  public var name: String
  /// From 1.
  public var index: Int
  public var count: Int
  /// It was there, made from something else.
  public var isRedone: Bool
}

/// Told by a sweep what it does; decides whether and how a person sees it.
public protocol SweepReporter: Sendable {
  func note(_ line: String)
  func begins(_ step: SweepStep) -> any ProgressReporter
  func ends(_ step: SweepStep, seconds: Double)
}

/// Says nothing.
public struct SilentSweep: SweepReporter {
  public init() {}
  public func note(_ line: String) {}
  public func begins(_ step: SweepStep) -> any ProgressReporter { SilentProgress() }
  public func ends(_ step: SweepStep, seconds: Double) {}
}
