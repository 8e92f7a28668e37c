package import MindstateNumerics

/// The control task (Hewitt & Liang 2019): each *type* gets a random label, the same wherever the type occurs, drawn
/// from the distribution of the true labels. A probe that does well on it memorises types, and
/// selectivity = accuracy − control accuracy says how much of its accuracy the states explain.
///
/// A type's random label can be learnt only where the type occurs among the train prompts, too. Prompts whose type does
/// not are left out of both accuracies; where they are more than half, as when folds are grouped by the type, there is
/// no value.
package struct ControlTask: Sendable {
  /// The type of each prompt, numbered from 0.
  package let types: [Int]
  package let typeCount: Int

  /// - Parameter types: the type of each prompt by number, as `Clusters` counts groups.
  package init(types: Clusters) {
    self.types = types.index
    typeCount = types.count
  }

  /// The prompts whose type is also in another fold.
  package func learnable(_ folds: [Int]) throws(Reason) -> [Int] {
    if typeCount < 2 { throw .typesBelow2 }
    var seen = [Set<Int>](repeating: [], count: typeCount)
    for (type, fold) in zip(types, folds) { seen[type].insert(fold) }
    let prompts = types.indices.filter { seen[types[$0]].count > 1 }
    if 2 * prompts.count < types.count { throw .typesWithinFolds }
    return prompts
  }

  /// A random class for each prompt by its type. At least two classes occur: with fewer there would be nothing to tell
  /// apart, so such draws are drawn again.
  ///
  /// - Parameter labels: the true classes, for their distribution.
  package func labels(like labels: [Int], random: inout RandomStream) throws(Reason) -> [Int] {
    if typeCount < 2 { throw .typesBelow2 }
    if Set(labels).count < 2 { throw .oneClass }
    // A draw fails with a probability below (largest share)^types; past these tries types are dealt by hand.
    for _ in 0..<100 {
      let drawn = (0..<typeCount).map { _ in labels[random.index(below: labels.count)] }
      if Set(drawn).count > 1 { return types.map { drawn[$0] } }
    }
    let present = Set(labels).sorted()
    return types.map { present[$0 % present.count] }
  }

  /// Folds which spread each type, and within a type each label, as evenly as their numbers allow; every type with two
  /// prompts is in two folds.
  package func spreadFolds(labels: [Int], count: Int, random: inout RandomStream) -> [Int] {
    let order = random.permutation(of: labels.count).enumerated().sorted { a, b in
      (types[a.element], labels[a.element], a.offset) < (types[b.element], labels[b.element], b.offset)
    }
    var folds = [Int](repeating: 0, count: labels.count)
    for (place, prompt) in order.enumerated() { folds[prompt.element] = place % count }
    return folds
  }
}
