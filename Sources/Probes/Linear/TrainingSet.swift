package import MindstateNumerics

/// States with a class each, checked: finite, labels in range, at least two classes.
package struct TrainingSet: Sendable {
  package let states: Matrix
  package let labels: [Int]
  package let classes: Int

  package init(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) {
    guard states.rows > 0 else { throw .noPrompts }
    guard labels.count == states.rows else { throw .labelsDoNotMatch(labels: labels.count, prompts: states.rows) }
    for (prompt, label) in labels.enumerated() where label < 0 || label >= classes {
      throw .labelOutOfRange(label: label, prompt: prompt, classes: classes)
    }
    guard labels.contains(where: { $0 != labels[0] }) else {
      throw .oneClass(label: labels[0], prompts: labels.count)
    }
    // The norm of a row is finite when, and unless it overflows in 64 bits only when, its elements are.
    for prompt in 0..<states.rows where !states.squaredNorm(prompt).isFinite { throw .notFinite(prompt: prompt) }
    self.states = states
    self.labels = labels
    self.classes = classes
  }

  /// Prompts of each class.
  package func counts(of rows: some Sequence<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for row in rows { counts[labels[row]] += 1 }
    return counts
  }

  /// - Throws: `classMissing` where a class has no prompt among `rows`.
  func requireAllClasses(in rows: [Int], withoutFold fold: Int?) throws(ProbeError) {
    if let label = counts(of: rows).firstIndex(of: 0) { throw .classMissing(label: label, fold: fold) }
  }
}
