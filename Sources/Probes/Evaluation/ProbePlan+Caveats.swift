extension ProbePlan {
  func caveats(_ inspection: Inspection, convergence: [ProbeUnit.Convergence]) -> [ProbeCaveat] {
    var caveats = (comparison.caveats + inspection.caveats(of: comparison)).map(ProbeCaveat.captures)
    if !leftOut.isEmpty { caveats.append(.positionsLeftOut(leftOut)) }
    let all = comparison.promptIDs.count
    for target in targets {
      if target.prompts.count < all {
        caveats.append(.unlabelled(target: target.name, prompts: all - target.prompts.count, of: all))
      }
      if let control = target.control, let kept = try? control.learnable(target.folds.assignment),
        kept.count < target.prompts.count
      {
        caveats.append(
          .controlLeftOut(
            target: target.name, control: request.control ?? "", prompts: target.prompts.count - kept.count,
            of: target.prompts.count))
      }
      for probe in request.probes {
        let fits = zip(units, convergence).filter { $0.0.target.name == target.name && $0.0.probe == probe }.map(\.1)
        let failed = fits.reduce(0) { $0 + $1.failed }
        if failed > 0 {
          caveats.append(
            .notConverged(target: target.name, probe: probe, fits: failed, of: fits.reduce(0) { $0 + $1.fits }))
        }
      }
    }
    return caveats
  }
}
