/// The result of a sweep: `probes.csv` row by row, the fitted directions and their cosines, and what to keep in mind.
public struct ProbeTable: Sendable {
  public var rows: [ProbeRow]
  public var directions: [ProbeDirection]
  public var cosines: [DirectionCosine]
  public var caveats: [ProbeCaveat]

  public init(
    rows: [ProbeRow], directions: [ProbeDirection] = [], cosines: [DirectionCosine] = [], caveats: [ProbeCaveat] = []
  ) {
    self.rows = rows
    self.directions = directions
    self.cosines = cosines
    self.caveats = caveats
  }
}

/// One measure of a probe fitted in one condition and tested in one, at one site, layer and position.
public struct ProbeRow: Sendable, Equatable {
  public var trainCondition: String
  public var testCondition: String
  public var target: String
  public var probe: ProbeKind
  public var site: String
  public var layer: Int
  public var position: String
  public var measure: ProbeMeasure
  /// nil: `reason` says why.
  public var value: Double?
  /// 95 %, for what the procedure (fit on all folds but one, penalty chosen inside) gives on average over samples of as
  /// many prompts of this kind: not for the one probe fitted on all of them. Wider than finished scores alone would
  /// have it, since probes of different folds share train prompts: twice their variance without signal
  /// (`FoldDependence`).
  public var interval: ClosedRange<Double>?
  /// How the interval was made; nil without one.
  public var intervalMethod: String?
  /// The control task's accuracy, and accuracy less it, where there is a control.
  public var control: Double?
  public var selectivity: Double?
  /// Median over folds of the penalty chosen there; nil for a probe without one.
  public var regularisation: Double?
  /// Prompts fitted on, in the smallest train part; 0 where nothing could be fitted.
  public var trainPrompts: Int
  /// Held-out prompts that were scored.
  public var testPrompts: Int
  public var clusters: Int
  public var seed: UInt64
  /// Why value, interval or control is missing.
  public var reason: Reason?
  /// Standard deviation over orders (code length) or over draws of control labels (selectivity); nil elsewhere.
  public var spread: Double?
}
