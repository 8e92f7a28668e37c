public import MindstateNumerics

/// A request to probe for labels: every target with every probe, at every site, layer and position, fitted in each
/// condition and tested on held-out prompts of every condition.
///
/// Folds are of prompts, the same in all conditions, and never split a cluster; so a probe fitted in A is tested in B on
/// prompts which it has seen in no condition.
public struct ProbeSweep: Sendable {
  public var captures: [ConditionStates]
  /// Names of labels. One whose values are all numbers, some not whole or more than 10 different ones, is a quantity
  /// and gets ridge regression, whatever `probes` says; any other is a set of classes.
  public var targets: [String]
  /// Targets that are quantities, whatever their values look like.
  public var numbers: [String] = []
  /// Targets whose values are classes, though they are numbers.
  public var classes: [String] = []
  public var probes: [ProbeKind] = [.logistic]
  /// The label whose values are the types of the control task, or `group`; nil: no control task.
  public var control: String?
  public var folds = 5
  public var balance = ClassBalance.none
  /// nil: each probe's default grid.
  public var penalties: [Double]?
  public var measures = ProbeMeasure.allCases
  /// nil: what all captures hold, which must then be the same in each.
  public var sites: [String]?
  public var layers: [Int]?
  public var positions: [String]?
  public var resamples = 2000
  public var seed: UInt64 = 0
  /// Draws of the control task's random labels.
  public var controlDraws = 3
  /// Orders of the prompts for the code length.
  public var orders = DescriptionLength.orders

  public init(_ captures: [ConditionStates], targets: [String]) {
    self.captures = captures
    self.targets = targets
  }

  /// Checks everything, then computes every row. The same request gives the same table with any number of threads.
  public func run(workers: Workers = Workers()) throws(ProbeSweepError) -> ProbeTable {
    let plan = try ProbePlan(self)
    let inspection: Inspection
    do { inspection = try Inspection(plan.comparison, workers: workers) } catch { throw .captures(error) }
    let units = plan.units
    let results = try workers.results(units.count) { index throws(ProbeSweepError) in
      try ProbeUnit(units[index], of: plan).result()
    }
    let directions = ProbeDirection.gathered(results.flatMap(\.directions))
    return ProbeTable(
      rows: results.flatMap(\.rows), directions: directions,
      cosines: try DirectionCosine.all(directions, plan: plan, workers: workers),
      caveats: plan.caveats(inspection, convergence: results.map(\.convergence)))
  }
}
