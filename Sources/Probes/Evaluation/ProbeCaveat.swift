/// What to keep in mind when reading a table of probes.
public enum ProbeCaveat: Sendable, Equatable {
  /// What holds for any comparison of these captures.
  case captures(Caveat)
  case unlabelled(target: String, prompts: Int, of: Int)
  case controlLeftOut(target: String, control: String, prompts: Int, of: Int)
  case notConverged(target: String, probe: ProbeKind, fits: Int, of: Int)
  case positionsLeftOut([String])
}

extension ProbeCaveat: CustomStringConvertible {
  /// One line: what is the case, what it means, what to do.
  public var description: String {
    switch self {
    case .captures(let caveat): caveat.description
    case .unlabelled(let target, let prompts, let all):
      "\(target): \(prompts) of \(all) prompts have no such label and are left out."
    case .controlLeftOut(let target, let control, let prompts, let all):
      "\(target): \(prompts) of \(all) prompts are of a \(control) that is in one fold only. Their random label cannot "
        + "be learnt, so selectivity leaves them out."
    case .notConverged(let target, let probe, let fits, let all):
      "\(target): \(fits) of \(all) fits of \(probe.rawValue) stopped before their gradient was small. "
        + "Their directions are not exact; ridge and lda are solved without steps."
    case .positionsLeftOut(let positions):
      "positions \(positions.joined(separator: ", ")) have several tokens a prompt and are left out: a probe reads one "
        + "state a prompt."
    }
  }
}
