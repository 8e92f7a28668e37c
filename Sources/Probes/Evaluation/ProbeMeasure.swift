/// A measure of a probe, as written in the column `metric` of `probes.csv`.
public enum ProbeMeasure: String, Sendable, CaseIterable {
  /// Share of prompts whose class is predicted: 0 … 1, by chance about `majority_baseline`.
  case accuracy
  /// Mean over classes of the share predicted: 0 … 1, by chance 1 / classes whatever their sizes.
  case balancedAccuracy = "balanced_accuracy"
  /// Probability that a prompt of the class is scored above one that is not, ties counted half; chance 0.5. Several
  /// classes: each against the rest, unweighted mean (scikit-learn's `ovr`, `macro`). Pairs scored by the same fold
  /// alone count: scores of two fits are on two scales.
  case auc
  /// Largest share of class 1 found at a threshold which at most 1 % of class 0 reaches.
  case tprAt1Fpr = "tpr_at_1_fpr"
  /// Mean −ln p of the true class, in nats; 0 is certain and right.
  case logLoss = "log_loss"
  /// Two classes: mean (p₁ − y)², 0 … 1. More: mean Σ_k (p_k − [y = k])², 0 … 2 (Brier 1950; scikit-learn's defaults).
  case brier
  /// Expected calibration error: Σ_b n_b/n · |accuracy_b − confidence_b| over 15 equal bins of the highest probability
  /// (Guo et al. 2017). Biased upwards where bins hold few prompts.
  case calibrationError = "calibration_error"
  /// Accuracy of always saying the most frequent class of the train prompts.
  case majorityBaseline = "majority_baseline"
  /// Accuracy, of a number R², less that of the control task, on the prompts whose type is in another fold, too.
  case selectivity
  /// Online code length of the labels given the states, in bits (Voita & Titov 2020): mean over orders, with
  /// log₂ of the number of penalties that one was chosen from.
  case mdlBits = "mdl_bits"
  /// n · log₂ classes / code length: 1 is no better than a uniform code, higher is better.
  case mdlCompression = "mdl_compression"
  /// Accuracy in another condition after its train prompts' mean has been moved onto the fitted condition's.
  case accuracyRecentred = "accuracy_recentred"
  /// `accuracy_recentred` − `accuracy`: what a mean displacement alone had cost.
  case transferRegained = "transfer_regained"
  /// Of a number: 1 − Σ(y − ŷ)² / Σ(y − ȳ)² with ȳ the train prompts' mean; 1 is exact, 0 no better than ȳ.
  case r2
  /// Of a number: rank correlation of predictions and values within folds, −1 … 1, by chance 0.
  case spearman
  /// Of a number: mean |y − ŷ|, in its unit.
  case mae
  /// Of a number: mean |y − ȳ|, what `mae` would be without states.
  case maeBaseline = "mae_baseline"

  /// What a measure can be read of.
  enum Scope { case anyCondition, sameCondition, otherCondition }

  var scope: Scope {
    switch self {
    case .accuracy, .balancedAccuracy, .auc, .tprAt1Fpr, .logLoss, .brier, .calibrationError, .r2, .spearman, .mae:
      .anyCondition
    case .majorityBaseline, .selectivity, .mdlBits, .mdlCompression, .maeBaseline: .sameCondition
    case .accuracyRecentred, .transferRegained: .otherCondition
    }
  }

  /// Whether it reads probabilities, not only which class is first.
  var needsProbabilities: Bool {
    switch self {
    case .logLoss, .brier, .calibrationError, .mdlBits, .mdlCompression: true
    case .accuracy, .balancedAccuracy, .auc, .tprAt1Fpr, .majorityBaseline, .selectivity, .accuracyRecentred,
      .transferRegained, .r2, .spearman, .mae, .maeBaseline:
      false
    }
  }

  /// Whether a label that is a number has it, and whether one that is a class has.
  var suits: (numbers: Bool, classes: Bool) {
    switch self {
    case .r2, .spearman, .mae, .maeBaseline: (true, false)
    case .selectivity: (true, true)
    case .accuracy, .balancedAccuracy, .auc, .tprAt1Fpr, .logLoss, .brier, .calibrationError, .majorityBaseline,
      .mdlBits,
      .mdlCompression, .accuracyRecentred, .transferRegained:
      (false, true)
    }
  }

  /// What it can be.
  var range: ClosedRange<Double> {
    switch self {
    case .accuracy, .balancedAccuracy, .auc, .tprAt1Fpr, .calibrationError, .majorityBaseline, .accuracyRecentred: 0...1
    case .brier: 0...2
    case .logLoss, .mdlBits, .mdlCompression, .mae, .maeBaseline: 0 ... .infinity
    case .r2: -.infinity...1
    case .selectivity: -.infinity ... .infinity
    case .spearman, .transferRegained: -1...1
    }
  }
}
