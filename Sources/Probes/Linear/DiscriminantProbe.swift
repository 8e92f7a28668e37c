#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import MindstateNumerics

/// Linear discriminant analysis, and the difference of means corrected for covariance.
///
/// Score of class k: μ_kᵀΣ⁻¹x − ½μ_kᵀΣ⁻¹μ_k + log π_k, with π the shares of the classes among the train prompts and Σ
/// the covariances within classes, each shrunk, summed by these shares: scikit-learn's
/// `LinearDiscriminantAnalysis(solver="lsqr", shrinkage=…)`. The mass-mean probe of Marks and Tegmark (arXiv
/// 2310.06824, section 5), θᵀΣ⁻¹x with θ = μ₁ − μ₀, is the same for two classes without log π. Cost: n·width² +
/// width³/3, and n_k²·width or n_k·width² for the shrinkage of each class, whichever is less.
public struct DiscriminantProbe: LinearProbe {
  let kind: ProbeKind
  /// 0 … 1; nil: Ledoit and Wolf's, for each class.
  public var shrinkage: Double?
  public var standardised: Bool

  public static func lda(shrinkage: Double? = nil, standardised: Bool = true) -> DiscriminantProbe {
    DiscriminantProbe(kind: .lda, shrinkage: shrinkage, standardised: standardised)
  }

  public static func massMeanWhitened(shrinkage: Double? = nil, standardised: Bool = true) -> DiscriminantProbe {
    DiscriminantProbe(kind: .massMeanWhitened, shrinkage: shrinkage, standardised: standardised)
  }

  init(kind: ProbeKind, shrinkage: Double? = nil, standardised: Bool) {
    self.kind = kind
    self.shrinkage = shrinkage
    self.standardised = standardised
  }

  public func fitted(_ states: Matrix, labels: [Int], classes: Int) throws(ProbeError) -> FittedProbe {
    if let shrinkage, !kind.accepts(penalty: shrinkage) { throw .badPenalty(shrinkage, kind) }
    return try fittedAlone(states, labels: labels, classes: classes, penalty: shrinkage)
  }
}

extension DiscriminantProbe: SplitFitter {
  func fitted(
    _ set: TrainingSet, trains: [[Int]], penalties: [[Double?]]
  ) throws(ProbeError) -> [[FittedProbe]] {
    if kind == .massMeanWhitened && set.classes != 2 { throw .twoClassesOnly(kind, classes: set.classes) }
    var result: [[FittedProbe]] = []
    for (train, penalties) in zip(trains, penalties) {
      let sorted = train.sorted { (set.labels[$0], $0) < (set.labels[$1], $1) }
      let rows = WithinClasses(ScaledRows(set, rows: sorted, standardised: standardised))
      var probes: [FittedProbe] = []
      for penalty in penalties { probes.append(try fitted(rows, shrinkage: penalty ?? shrinkage)) }
      result.append(probes)
    }
    return result
  }

  private func fitted(_ rows: WithinClasses, shrinkage: Double?) throws(ProbeError) -> FittedProbe {
    let (covariance, used) = rows.covariance(shrinkage: shrinkage)
    let trace = covariance.trace
    guard trace > 0 else { throw .noSpreadWithinClasses }
    guard let factor = factorised(covariance, mean: trace / Double(covariance.rows)) else {
      throw .decompositionFailed(kind)
    }
    let scores = factor.solve(rows.means.transposed).transposed
    let biases = rows.shares.indices.map { k in
      -0.5 * Vector.dot(scores.row(k), rows.means.row(k)) + (kind == .lda ? log(rows.shares[k]) : 0)
    }
    return rows.rows.probe(kind, scores: scores, biases: biases, penalty: used)
  }

  /// Without shrinkage and with dependent dimensions Σ is singular: then with the least 10⁻ᵏ of its mean variance on
  /// the diagonal that lets it be factorised, which leaves directions without variance almost unweighted by it.
  private func factorised(_ covariance: DoubleMatrix, mean: Double) -> Cholesky? {
    if let factor = Cholesky(covariance) { return factor }
    var jitter = 1e-10 * mean
    while jitter < mean {
      var shifted = covariance
      for i in 0..<shifted.rows { shifted[i, i] += jitter }
      if let factor = Cholesky(shifted) { return factor }
      jitter *= 10
    }
    return nil
  }
}
