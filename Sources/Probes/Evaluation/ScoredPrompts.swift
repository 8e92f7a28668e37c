package import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a probe said of prompts it was not fitted on, and what is true: the input of every measure.
package struct ScoredPrompts: Sendable {
  /// [prompts, classes], log-odds-like; with two classes column 0 is 0.
  package let logits: DoubleMatrix
  /// The class of each prompt, below `classes`.
  package let labels: [Int]
  /// Prompts scored by the same fitted probe: only their scores are on one scale.
  package let folds: [Int]
  /// Whether the softmax of the logits are probabilities.
  package let isProbabilistic: Bool

  package var classes: Int { logits.columns }
  package var count: Int { labels.count }

  /// - Parameter folds: nil where one probe scored all.
  /// - Precondition: a label for each row, each below the number of columns, which is at least 2.
  package init(logits: DoubleMatrix, labels: [Int], folds: [Int]? = nil, isProbabilistic: Bool = true) {
    precondition(logits.columns >= 2 && logits.rows == labels.count)
    precondition(labels.allSatisfy { 0..<logits.columns ~= $0 })
    precondition(folds == nil || folds?.count == labels.count)
    self.logits = logits
    self.labels = labels
    self.folds = folds ?? [Int](repeating: 0, count: labels.count)
    self.isProbabilistic = isProbabilistic
  }

  /// The class with the highest logit, of equal ones the first.
  package var predictions: [Int] {
    (0..<count).map { row in
      (1..<classes).reduce(0) { logits[row, $1] > logits[row, $0] ? $1 : $0 }
    }
  }

  /// log softmax of the logits, stable for any finite ones: [prompts, classes].
  package var logProbabilities: DoubleMatrix {
    var result = logits
    for row in 0..<count {
      let own = logits.row(row)
      let highest = own.max() ?? 0
      let total = highest + log(own.reduce(0) { $0 + exp($1 - highest) })
      for k in 0..<classes { result[row, k] -= total }
    }
    return result
  }

  /// How high prompts stand for class `k`: the log probability where there is one, which several classes rank unlike
  /// the logit; with two classes the difference of the logits.
  package func scores(for k: Int) -> [Double] {
    if classes == 2 { return (0..<count).map { logits[$0, k] - logits[$0, 1 - k] } }
    let values = isProbabilistic ? logProbabilities : logits
    return (0..<count).map { values[$0, k] }
  }

  /// The prompts at `indices` alone.
  package func restricted(to indices: [Int]) -> ScoredPrompts {
    ScoredPrompts(
      logits: logits.gatheringRows(indices), labels: indices.map { labels[$0] }, folds: indices.map { folds[$0] },
      isProbabilistic: isProbabilistic)
  }
}
