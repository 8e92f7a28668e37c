/// Why a sweep of probes cannot start. What concerns one row alone is a `Reason` in it.
public enum ProbeSweepError: Error, Sendable {
  /// Captures that do not fit together, or states that cannot be read.
  case captures(ComparisonError)
  /// Settings or folds; `target` is the label in question.
  case probe(ProbeError, target: String)
  case noTargets
  case noProbes
  case noSuchLabel(String, known: [String])
  case labelCount(String, condition: String, values: Int, prompts: Int)
  case labelsDiffer(String, prompt: String, condition: String, value: String, first: String, firstValue: String)
  case quantity(String, distinct: Int)
  case noClass(String, kind: String)
  case noNumber(String, value: String)
  case notATarget(String, option: String, targets: [String])
  case twoKinds(String)
  case oneNumber(String, value: String, prompts: Int)
  case oneClass(String, value: String?, prompts: Int, of: Int)
  case rareClass(String, value: String, prompts: Int, folds: Int)
  case controlMissing(String, target: String, prompts: Int)
  case severalTokens(position: String, condition: String)
}

extension ProbeSweepError: CustomStringConvertible {
  /// One line: where, what against what, what to do.
  public var description: String {
    switch self {
    case .captures(let error): error.description
    case .probe(let error, let target): "\(target): \(error)"
    case .noTargets: "probe: no label is asked for. Name one or more as targets."
    case .noProbes: "probe: no probe is asked for. Known are \(list(ProbeKind.allCases.map(\.rawValue)))."
    case .noSuchLabel(let name, let known):
      "probe: no capture has a label \(name), those there are: \(list(known)). "
        + "Name one of these, or put it into the prompt file and capture again."
    case .labelCount(let name, let condition, let values, let prompts):
      "\(condition): label \(name) has \(values) values for \(prompts) prompts. Make the capture anew."
    case .labelsDiffer(let name, let prompt, let condition, let value, let first, let firstValue):
      "\(condition): prompt \(prompt) has \(name) \(value), in \(first) it has \(firstValue). "
        + "Capture both from the same prompts."
    case .quantity(let name, let distinct):
      "probe: label \(name) has \(distinct) different numbers as classes, a probe tells at most \(LabelColumn.classLimit) "
        + "apart. Read it as a number, or write its ranges as strings into the prompt file and capture again."
    case .noNumber(let name, let value):
      "probe: label \(name) is to be a number and has \(value) as a value. Read it as classes, or correct the prompt file."
    case .notATarget(let name, let option, let targets):
      "probe: \(name) is named among the \(option), but the labels to read are \(list(targets)). Name it there, too."
    case .twoKinds(let name):
      "probe: label \(name) is named both as a number and as classes. Name it once."
    case .oneNumber(let name, let value, let prompts):
      "probe: label \(name) has the one value \(value) (\(prompts) prompts have it). A probe needs values that differ."
    case .noClass(let name, let kind):
      "probe: label \(name) has \(kind) as a value. Labels to probe for are strings, booleans or numbers."
    case .oneClass(let name, let value, let prompts, let all):
      "probe: label \(name) has \(value.map { "the one value \($0)" } ?? "no value") "
        + "(\(prompts) of \(all) prompts have it). A probe needs prompts of at least two classes."
    case .rareClass(let name, let value, let prompts, let folds):
      "probe: label \(name) has \(value) for \(prompts) prompts, all held out in one of \(folds) folds, which leaves none "
        + "to fit on. Add prompts of other groups with it, or merge it with another value."
    case .controlMissing(let control, let target, let prompts):
      "probe: \(prompts) prompts with \(target) have no \(control), which is to be the type of the control task. "
        + "Give every prompt one, or name another label as the control."
    case .severalTokens(let position, let condition):
      "\(condition): position \(position) has several tokens a prompt; a probe reads one state a prompt. "
        + "Choose other positions, such as answer-mean."
    }
  }

  private func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
