package import MindstateNumerics

/// The held-out loss of each penalty: its mean over the prompts of a fold, then over folds, in the order of
/// `settings.penalties`. Log-loss where the probe has probabilities, else squared error against ±1 indicators.
///
/// All folds and penalties are fitted together, as in `crossValidated`; nothing is chosen here.
package func validationCurve(
  _ settings: ProbeSettings, states: Matrix, labels: [Int], classes: Int, folds: Folds
) throws(ProbeError) -> [Double] {
  let set = try TrainingSet(states, labels: labels, classes: classes)
  let trains = (0..<folds.count).map(folds.train)
  for (fold, train) in trains.enumerated() { try set.requireAllClasses(in: train, withoutFold: fold) }
  let grid = try settings.grid
  let asked = settings.penalties ?? grid
  let fits = try settings.fitter.fitted(set, trains: trains, penalties: trains.map { _ in asked })
  var curve = asked.map { _ in 0.0 }
  for (fold, probes) in fits.enumerated() {
    let held = folds.heldOut(fold)
    let (states, labels) = (set.states.gatheringRows(held), held.map { set.labels[$0] })
    for (p, probe) in probes.enumerated() {
      curve[p] += try InnerScore.loss(probe, states, labels: labels) / Double(held.count * folds.count)
    }
  }
  return curve
}
