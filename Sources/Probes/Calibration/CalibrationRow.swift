/// How often a procedure erred on simulated data whose truth is known.
public struct CalibrationRow: Sendable, Equatable {
  /// What is counted, and where it must lie at `Calibration.judgedPrompts` prompts.
  public enum Rate: String, Sendable {
    /// A null refused at 5 %, or a one-sided 95 % bound on the wrong side.
    case falsePositives = "false_positive_rate"
    /// A 95 % interval that holds the truth.
    case coverage

    public var range: ClosedRange<Double> { self == .coverage ? 0.93...0.97 : 0.03...0.07 }
  }

  public var procedure: String
  public var rate: Rate
  public var seed: UInt64
  public var prompts: Int
  public var value: Double
  public var datasets: Int

  /// Whether the rate counts: at smaller n it is reported only.
  public var isJudged: Bool { prompts == Calibration.judgedPrompts }
  public var isRight: Bool { !isJudged || rate.range.contains(value) }
}
