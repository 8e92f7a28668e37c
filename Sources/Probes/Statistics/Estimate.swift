/// A number with what is needed to believe it.
public struct Estimate: Sendable, Equatable {
  /// nil: not computable; `reason` says why.
  public var value: Double?
  /// 95 % interval, which holds `value`; nil: not computable, e.g. with one prompt.
  public var interval: ClosedRange<Double>?
  /// How `interval` was made; nil without one.
  public var method: IntervalMethod?
  /// What the value would be by chance; nil where no null belongs to the reading.
  public var null: NullSummary?
  /// Prompts, never tokens.
  public var n: Int
  /// Clusters among these prompts.
  public var clusters: Int
  /// Why something is missing.
  public var reason: Reason?

  public init(
    value: Double?, interval: ClosedRange<Double>? = nil, method: IntervalMethod = .bcaCluster,
    null: NullSummary? = nil, n: Int, clusters: Int, reason: Reason? = nil
  ) {
    self.value = value
    self.interval = interval
    self.method = interval == nil ? nil : method
    self.null = null
    self.n = n
    self.clusters = clusters
    self.reason = reason
  }
}

/// A null distribution, summed up.
public struct NullSummary: Sendable, Equatable {
  public var mean: Double
  public var sd: Double
  /// (1 + draws at least as extreme) / (1 + draws).
  public var p: Double
  public var draws: Int

  public init(mean: Double, sd: Double, p: Double, draws: Int) {
    self.mean = mean
    self.sd = sd
    self.p = p
    self.draws = draws
  }
}

/// Why a value, its interval or its null is missing, as written in the column `reason`.
public enum Reason: String, Error, Sendable, CaseIterable {
  /// One prompt: no interval, no null, no spread.
  case nBelow2 = "n_below_2"
  /// All prompts are in one cluster: no interval.
  case clustersBelow2 = "clusters_below_2"
  /// A measure for two classes, and there are more.
  case notBinary = "not_binary"
  /// Fewer than 100 prompts of class 0: 1 % of them is less than one.
  case negativesBelow100 = "negatives_below_100"
  /// All prompts that count have the same class.
  case oneClass = "one_class"
  /// The probe's scores are no probabilities.
  case noProbabilities = "no_probabilities"
  /// Without one of the clusters there is no value, so no interval.
  case dependsOnOneCluster = "depends_on_one_cluster"
  /// The value is 0 or 1, where a jackknife sees no spread: no interval.
  case atEndOfScale = "at_end_of_scale"
  /// No interval of this measure has been shown to cover.
  case noIntervalMethod = "no_interval_method"
  /// Nothing shows that the state tells the label (the interval of the area holds ½, or that of the rank correlation 0),
  /// and then no interval of a loss covers.
  case noSignal = "no_signal"
  /// The control label gives all prompts one type.
  case typesBelow2 = "types_below_2"
  /// Most prompts are of a type that is in one fold only, as where folds are grouped by it: no selectivity.
  case typesWithinFolds = "types_within_folds"
  /// All states are the same, or all within a class, as at layer 0 of one token: nothing to fit.
  case noSpread = "no_spread"
  /// The probe could not be fitted.
  case notFitted = "not_fitted"
  /// A state without direction: of length 0, or equal to the reference mean.
  case zeroNorm = "zero_norm"
  /// The prompts of the reference all have the same state, so there is no scale.
  case referenceWithoutSpread = "reference_without_spread"
  /// A prompt has different numbers of tokens in the two captures.
  case tokensNotAligned = "tokens_not_aligned"
  /// Several tokens a prompt, in different numbers: prompts cannot be paired anew.
  case raggedPosition = "ragged_position"
  /// Too few prompts to fit what the value is measured against.
  case tooFewPrompts = "too_few_prompts"
  /// The lower bound of I − P is not above 0: irrelevant wrappers are no farther than rewordings, so nothing can be
  /// told apart.
  case noAssaySensitivity = "no_assay_sensitivity"
  /// An irrelevant wrapper is no farther from Y than a rewording is, so s places no single condition.
  case controlsOverlap = "controls_overlap"
  /// The conditions were read at different tokens, which alone moves the state.
  case tokensDiffer = "tokens_differ"
  /// A capture does not say at which tokens it was read.
  case tokensUnknown = "tokens_unknown"
  case noParaphrases = "no_paraphrases"
  case noIrrelevant = "no_irrelevant"
  /// One wrapper of a kind: nothing tells how wrappers vary.
  case wrappersBelow2 = "wrappers_below_2"
  /// A warning: so few wrappers of a kind are a poor sample.
  case wrappersBelow8 = "wrappers_below_8"
  /// Too few prompts for a verdict, whatever the bounds.
  case clustersBelow20 = "clusters_below_20"
  /// The margin lies between the bounds.
  case boundsHoldTheMargin = "bounds_hold_the_margin"
  /// More prompts alone do not decide: the wrappers vary too much for their number.
  case moreWrappersNeeded = "more_wrappers_needed"
  /// s is so near to the margin that no number of prompts and wrappers in reach decides.
  case atTheMargin = "at_the_margin"
  /// Some layers are the same, others different.
  case layersDiffer = "layers_differ"
  /// Some layers cannot be judged; the statement is about the others.
  case layersNotJudged = "layers_not_judged"
  /// No second fine-tune was given.
  case noCeiling = "ceiling=none"
  /// Displacements start at a condition which is one of those compared, so one of them is 0.
  case referenceIsCompared = "reference_is_compared"
  /// The prompts of a condition do not move in a common direction beyond noise: a product of the mean displacement with
  /// itself, between different prompts, is not above 0.
  case noCommonDisplacement = "no_common_displacement"
  /// All values are equal, so nothing tells how sure they are.
  case nothingVaries = "nothing_varies"
  /// The tuned model's states have moved less than those of a paraphrase do, or not at all: nothing to recover.
  case tuningDidNotMove = "tuning_did_not_move"
  /// A term of a statistic with itself, its noise taken out, is not above 0: the states vary too little for their number.
  case selfTermNotPositive = "self_term_not_positive"
  /// Entropy is a matter of the site `logits`.
  case notLogits = "not_logits"
  /// The states are wider than a d × d matrix of them is made.
  case widthAbove4096 = "width_above_4096"
  /// The principal dimensions are all dimensions of the states, so there is no angle between them.
  case subspaceIsWhole = "subspace_is_whole"
  /// The metric is not a mean of one value a prompt.
  case notPerPrompt = "not_per_prompt"
}
