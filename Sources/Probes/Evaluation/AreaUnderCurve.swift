/// The area under the ROC curve as a count of pairs (Mann-Whitney), in a form from which any cluster can be taken out.
///
/// A = Σ_f U_f / Σ_f n₁f·n₀f: pairs are counted within a fold only, ties as 1/2. With one fold that is the usual area.
/// Cost: n log n, then n for all leave-one-cluster-out values together, plus the pairs within clusters.
package struct AreaUnderCurve: Sendable {
  /// Σ of won pairs, ties half.
  package let wins: Double
  package let pairs: Double
  /// For each prompt, the pairs it is in and how many of them the positive wins.
  private let ownWins: [Double]
  private let ownPairs: [Double]
  private let scores: [Double]
  private let isPositive: [Bool]
  private let folds: [Int]

  /// nil where no fold holds both kinds.
  package init?(scores: [Double], isPositive: [Bool], folds: [Int]) {
    precondition(scores.count == isPositive.count && scores.count == folds.count)
    var ownWins = [Double](repeating: 0, count: scores.count)
    var ownPairs = ownWins
    let members = Dictionary(grouping: scores.indices, by: { folds[$0] })
    for (_, prompts) in members { Self.count(prompts, scores, isPositive, &ownWins, &ownPairs) }
    let positives = scores.indices.filter { isPositive[$0] }
    wins = positives.reduce(0) { $0 + ownWins[$1] }
    pairs = positives.reduce(0) { $0 + ownPairs[$1] }
    if pairs == 0 { return nil }
    self.ownWins = ownWins
    self.ownPairs = ownPairs
    self.scores = scores
    self.isPositive = isPositive
    self.folds = folds
  }

  package var value: Double { wins / pairs }

  /// The area without the prompts of each cluster in turn; nil for one whose absence leaves no pair.
  package func withoutEach(of clusters: Clusters) -> [Double?] {
    var members = [[Int]](repeating: [], count: clusters.count)
    for (prompt, cluster) in clusters.index.enumerated() { members[cluster].append(prompt) }
    return members.map { prompts in
      var (won, all) = (wins, pairs)
      for prompt in prompts {
        won -= ownWins[prompt]
        all -= ownPairs[prompt]
      }
      // Pairs inside the cluster have been taken away twice.
      for i in prompts where isPositive[i] {
        for j in prompts where !isPositive[j] && folds[i] == folds[j] {
          won += Self.win(scores[i], scores[j])
          all += 1
        }
      }
      return all > 0.5 ? won / all : nil
    }
  }

  private static func win(_ positive: Double, _ negative: Double) -> Double {
    positive > negative ? 1 : positive == negative ? 0.5 : 0
  }

  /// Notes for each of `prompts`, which are of one fold, its pairs and how many are won.
  private static func count(
    _ prompts: [Int], _ scores: [Double], _ isPositive: [Bool], _ wins: inout [Double], _ pairs: inout [Double]
  ) {
    let order = prompts.sorted { scores[$0] < scores[$1] }
    let positives = Double(order.count { isPositive[$0] })
    let negatives = Double(order.count) - positives
    var (positivesBelow, negativesBelow) = (0.0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      var (tiedPositives, tiedNegatives) = (0.0, 0.0)
      while end < order.count, scores[order[end]] == scores[order[start]] {
        if isPositive[order[end]] { tiedPositives += 1 } else { tiedNegatives += 1 }
        end += 1
      }
      for prompt in order[start..<end] {
        if isPositive[prompt] {
          wins[prompt] = negativesBelow + tiedNegatives / 2
          pairs[prompt] = negatives
        } else {
          wins[prompt] = positives - positivesBelow - tiedPositives / 2
          pairs[prompt] = positives
        }
      }
      positivesBelow += tiedPositives
      negativesBelow += tiedNegatives
      start = end
    }
  }
}

extension ScoredPrompts {
  /// One area for two classes, else one for each class that occurs beside another; empty where there is none.
  package var areas: [AreaUnderCurve] {
    (classes == 2 ? 1..<2 : 0..<classes).compactMap { k in
      AreaUnderCurve(scores: scores(for: k), isPositive: labels.map { $0 == k }, folds: folds)
    }
  }

  /// The largest share of class 1 at or above a threshold which at most 1 % of class 0 reach, 0 where there is none.
  ///
  /// Prompts of equal score fall on the same side of any threshold, so ties cannot raise it.
  package func tprAt1Fpr() throws(Reason) -> Double {
    if classes != 2 { throw .notBinary }
    let order = zip(scores(for: 1), labels).sorted { $0.0 > $1.0 }
    let positives = labels.count { $0 == 1 }
    let negatives = labels.count - positives
    if negatives < 100 { throw .negativesBelow100 }
    if positives == 0 { throw .oneClass }
    var (found, wrong, best) = (0, 0, 0)
    for (index, (score, label)) in order.enumerated() {
      if label == 1 { found += 1 } else { wrong += 1 }
      if 100 * wrong > negatives { break }
      let isLastOfTies = index + 1 == order.count || order[index + 1].0 < score
      if isLastOfTies { best = found }
    }
    return Double(best) / Double(positives)
  }
}
