/// Why captures cannot be compared.
public enum ComparisonError: Error, Sendable {
  /// What captures must have in common.
  public enum Axis: String, Sendable { case position, site, layer }

  case fewerThanTwoCaptures(Int)
  case noPrompts(condition: String)
  case noMetrics
  case tooFewResamples(Int)
  case unknownReference(String, known: [String])
  /// Controls are given, so there is to be a verdict, but not where displacements start.
  case noStart
  case duplicatePrompt(condition: String, prompt: String)
  case promptsDiffer(condition: String, missing: [String], unexpected: [String], first: String)
  case groupsDiffer(prompt: String, condition: String, group: String?, first: String, firstGroup: String?)
  case axisDiffers(Axis, place: String, condition: String, has: [String], first: String, firstHas: [String])
  case notCaptured(Axis, place: String, wanted: String, condition: String, has: [String])
  case nothingChosen(layers: [Int])
  case malformed(condition: String, position: String, why: String)
  case widthsDiffer(site: String, condition: String, width: Int, first: String, firstWidth: Int)
  case rowsDiffer(position: String, condition: String, first: String)
  case notFinite(condition: String, prompt: String, site: String, layer: Int, position: String)
  case noTokensLeft(prompt: String, position: String, condition: String, other: String)
  /// The store's own error, in its words.
  case unreadable(condition: String, site: String, layer: Int, position: String, why: String)
}

extension ComparisonError: CustomStringConvertible {
  /// One line: where, what against what, what to do.
  public var description: String {
    switch self {
    case .fewerThanTwoCaptures(let count):
      "compare: \(count) capture\(count == 1 ? "" : "s") given, two are needed. Name another file."
    case .noPrompts(let condition):
      "\(condition): there are no prompts in this capture. Capture at least one."
    case .noMetrics:
      "compare: no metric is asked for. Known are \(list(Metric.allCases.map(\.rawValue)))."
    case .tooFewResamples(let count):
      "compare: \(count) resamples, at least 1 is needed; 2000 is usual."
    case .unknownReference(let name, let known):
      "compare: no capture is called \(name), those given are \(list(known)). Name one of them as the reference."
    case .noStart:
      "compare: a verdict needs a start, which gives mean and scale: the base model's capture with bare prompts. "
        + "It is named, never guessed."
    case .duplicatePrompt(let condition, let prompt):
      "\(condition): prompt id \(prompt) occurs twice. Give every prompt its own id and capture again."
    case .promptsDiffer(let condition, let missing, let unexpected, let first):
      "\(condition): "
        + [
          missing.isEmpty ? nil : "lacks \(missing.count) of the prompts of \(first) (\(list(missing)))",
          unexpected.isEmpty ? nil : "has \(unexpected.count) prompts that \(first) lacks (\(list(unexpected)))",
        ].compactMap { $0 }.joined(separator: " and ") + ". Capture both from the same prompts."
    case .groupsDiffer(let prompt, let condition, let group, let first, let firstGroup):
      "\(condition): prompt \(prompt) is in group \(group ?? "(none)"), in \(first) it is in \(firstGroup ?? "(none)"). "
        + "Capture both from the same prompts."
    case .axisDiffers(let axis, let place, let condition, let has, let first, let firstHas):
      "\(condition)\(place): holds \(axis)s \(list(has)), \(first) holds \(list(firstHas)). "
        + "Choose \(axis)s that both hold, or capture again."
    case .notCaptured(let axis, let place, let wanted, let condition, let has):
      "\(condition)\(place): holds no \(axis) \(wanted), only \(list(has)). Choose from these."
    case .nothingChosen(let layers):
      "compare: no site has layers \(list(layers.map(String.init))). Choose other layers, or name sites that "
        + "have one layer."
    case .malformed(let condition, let position, let why):
      "\(condition) at \(position): \(why). Make the capture anew."
    case .widthsDiffer(let site, let condition, let width, let first, let firstWidth):
      "\(condition): states at \(site) are \(width) wide, in \(first) \(firstWidth). "
        + "Only conditions of models of one width can be compared."
    case .rowsDiffer(let position, let condition, let first):
      "\(condition): position \(position) has another layout of rows than in \(first) (one token a prompt, an average, "
        + "or several tokens). Capture both at the same position."
    case .notFinite(let condition, let prompt, let site, let layer, let position):
      "\(condition): the state of prompt \(prompt) at \(site) layer \(layer), \(position), holds NaN or infinity. "
        + "Check the weights and capture again."
    case .noTokensLeft(let prompt, let position, let condition, let other):
      "\(condition) against \(other): no token of prompt \(prompt) at \(position) has the same id in both. "
        + "Use wrappers that end in a newline, or another position."
    case .unreadable(let condition, let site, let layer, let position, let why):
      "\(condition): cannot read \(site) layer \(layer) at \(position): \(why)"
    }
  }

  /// The first few, so that the message stays one line.
  private func list(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown.isEmpty ? "none" : shown
  }
}
