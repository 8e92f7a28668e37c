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
  /// nil: all seeds together.
  public var seed: UInt64?
  public var prompts: Int
  public var value: Double
  public var datasets: Int
  public var verdict = Verdict.exact

  /// What a rate is held to.
  public enum Verdict: Sendable {
    /// To its range.
    case exact
    /// To one end of it: erring too seldom is no fault, since theory says why the interval is too wide, or since a rule
    /// withholds verdicts.
    case conservative
    /// To nothing: where the check is defined stands why no interval can hold this truth. It is reported.
    case reported
  }
  /// nil where no interval is counted.
  public var intervals: Intervals?

  /// What the intervals of a statistic were like.
  public struct Intervals: Sendable, Equatable {
    /// What they were to hold.
    public var truth: Double
    public var meanValue: Double
    /// Shares of intervals that lie above the truth and below it.
    public var above: Double
    public var below: Double
    public var meanWidth: Double
    /// Data sets without interval.
    public var missing: Int
  }

  package init(
    procedure: String, rate: Rate, seed: UInt64?, prompts: Int, value: Double, datasets: Int, verdict: Verdict = .exact
  ) {
    self.procedure = procedure
    self.rate = rate
    self.seed = seed
    self.prompts = prompts
    self.value = value
    self.datasets = datasets
    self.verdict = verdict
  }

  /// Where the rate must lie.
  public var wanted: ClosedRange<Double> {
    if verdict != .conservative { return rate.range }
    return rate == .coverage ? rate.range.lowerBound...1 : 0...rate.range.upperBound
  }

  /// Whether the rate counts: at smaller n it is reported only.
  public var isJudged: Bool { prompts == Calibration.judgedPrompts && verdict != .reported }
  public var isRight: Bool { !isJudged || wanted.contains(value) }
}

extension [CalibrationRow] {
  /// The mean over seeds of each rate: what is judged where there are several, since of hundreds of rates near the end of
  /// their range some leave it at one seed by chance.
  public var overSeeds: [CalibrationRow] {
    var order: [String] = []
    var groups: [String: [CalibrationRow]] = [:]
    for row in self {
      let key = "\(row.procedure),\(row.rate),\(row.prompts)"
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(row)
    }
    return order.compactMap { key in
      guard let rows = groups[key], var row = rows.first else { return nil }
      row.seed = nil
      row.value = rows.map(\.value).mean
      row.datasets = rows.reduce(0) { $0 + $1.datasets }
      row.intervals = nil
      return row
    }
  }
}
