import MindstateExperiments

/// Expects that X stands where Y stands: as near to it as harmless rewordings of Y's wrapper are.
///
/// With D, P and I the mean distances X–Y, Y–paraphrases and Y–irrelevant wrappers, s = (D − P)/(I − P); the expectation
/// holds when the simultaneous upper 95 % bound of s lies below `margin` at every layer that can be judged.
/// *Undecided* fails, too, and says how many prompts would decide: "no difference was found" is not "the same".
///
/// ```swift
/// expectSameState(
///   tuned.bare, base.wrapped("wrappers/qa.txt"), controls: controls, prompts: "prompts.jsonl", layers: 3...5)
/// ```
///
/// Cost: one pass of the prompts through the model for each condition and control, once a process: assertions share what
/// has been captured.
/// - Parameters:
///   - x: the condition in question, such as a tuned model with bare prompts.
///   - y: the condition it is held against, such as the base model in a wrapper.
///   - position: where in the prompt: `.last`, `.answerEnd`, `.index(3)`, …
///   - site: where in the network: `.resid`, `.attnOut`, …
///   - layers: `4`, `[3, 5]`, `3...5`, `3..<6`, `4...`, `.last` or `.all`; the claim must hold at each.
///   - answers: a JSONL file of answers where the position reads one; nil: the prompts' references.
public func expectSameState(
  _ x: StateCondition, _ y: StateCondition, controls: StateControls, prompts: StatePrompts,
  at position: StatePosition = .last, site: StateSite = .resid, layers: some StateLayerChoice = StateLayers.all,
  margin: Double = 0.25, answers: String? = nil, seed: UInt64 = 0,
  fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) {
  let call = CallSite(fileID: fileID, filePath: filePath, line: line, column: column)
  call.expect(
    "expectSameState", .same(call.pair(x, y, controls, margin)), prompts: prompts, at: position, site: site,
    layers: layers, answers: answers, seed: seed)
}

/// Expects that X stands elsewhere than Y: the simultaneous lower 95 % bound of s lies above `margin` at a
/// layer that can be judged.
///
/// Parameters and s as of ``expectSameState(_:_:controls:prompts:at:site:layers:margin:answers:seed:fileID:filePath:line:column:)``;
/// *undecided* fails here, too.
public func expectDifferentState(
  _ x: StateCondition, _ y: StateCondition, controls: StateControls, prompts: StatePrompts,
  at position: StatePosition = .last, site: StateSite = .resid, layers: some StateLayerChoice = StateLayers.all,
  margin: Double = 0.25, answers: String? = nil, seed: UInt64 = 0,
  fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) {
  let call = CallSite(fileID: fileID, filePath: filePath, line: line, column: column)
  call.expect(
    "expectDifferentState", .different(call.pair(x, y, controls, margin)), prompts: prompts, at: position,
    site: site, layers: layers, answers: answers, seed: seed)
}

/// Expects that a condition puts the model into one of several modes.
///
/// A probe learns to tell the states of `mode` and `others` apart, with whole clusters of prompts held out, and reads
/// those of `condition`; the 95 % interval of the share of prompts put into `mode` must lie above `share`, at every layer,
/// and the probe must put at least 80 % of the fitted states right, else the answer is *undecided*, which fails. A probe
/// chooses among the modes it was given, so this does not say that the state is the same.
/// - Parameter irrelevant: a directory of wrappers, which together are one more mode around the model of `mode`.
public func expectMode(
  of condition: StateCondition, is mode: StateCondition, among others: [StateCondition], irrelevant: String? = nil,
  prompts: StatePrompts, at position: StatePosition = .last, site: StateSite = .resid,
  layers: some StateLayerChoice = StateLayers.all, share: Double = 0.5, answers: String? = nil, seed: UInt64 = 0,
  fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) {
  let call = CallSite(fileID: fileID, filePath: filePath, line: line, column: column)
  let path = PathLookup(source: "\(filePath)")
  var claim = ModeClaim(path(condition.asserted), in: path(mode.asserted), among: others.map { path($0.asserted) })
  if let irrelevant { claim.irrelevant = path(.directory(irrelevant)) }
  claim.share = share
  call.expect(
    "expectMode", .mode(claim), prompts: prompts, at: position, site: site, layers: layers, answers: answers,
    seed: seed)
}

/// Expects that a linear probe for a label, fitted in one condition, reads it in another, on prompts held out of the fit.
///
/// The 95 % interval of its balanced accuracy in `to` must lie above `atLeast`, at every layer. By default that is
/// half-way from chance to what the probe reaches in its own condition; where it does not work there, the answer is
/// *undecided*, which fails.
/// - Parameters:
///   - label: a label of the prompts.
///   - probe: `.logistic`, `.ridge`, `.massMean`, …
public func expectTransfers(
  _ label: String, from: StateCondition, to: StateCondition, prompts: StatePrompts, at position: StatePosition = .last,
  site: StateSite = .resid, layers: some StateLayerChoice = StateLayers.all, probe: StateProbe = .logistic,
  atLeast: Double? = nil, answers: String? = nil, seed: UInt64 = 0, fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) {
  let call = CallSite(fileID: fileID, filePath: filePath, line: line, column: column)
  let path = PathLookup(source: "\(filePath)")
  var claim = TransferClaim(label, from: path(from.asserted), to: path(to.asserted))
  claim.probe = probe.kind
  claim.atLeast = atLeast
  call.expect(
    "expectTransfers", .transfer(claim), prompts: prompts, at: position, site: site, layers: layers,
    answers: answers, seed: seed)
}

extension CallSite {
  fileprivate func pair(
    _ x: StateCondition, _ y: StateCondition, _ controls: StateControls, _ margin: Double
  ) -> PairClaim {
    let path = PathLookup(source: "\(filePath)")
    var claim = PairClaim(
      path(x.asserted), path(y.asserted), paraphrases: path(controls.paraphrases), irrelevant: path(controls.irrelevant)
    )
    claim.start = path(controls.start)
    claim.ceiling = controls.ceiling.map { path($0) }
    claim.margin = margin
    return claim
  }
}
