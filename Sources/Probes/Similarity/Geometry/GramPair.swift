package import MindstateNumerics

/// The Gram matrices K = XXᵀ and L = YYᵀ of two sets of states of the same prompts, and the sums over them with any
/// group of prompts left out.
///
/// A statistic without a group comes from sums that are there already: all groups together cost prompts² operations,
/// not prompts³. Rotations of either set change nothing. Cost: prompts² × width for the matrices, in 64 bits.
package struct GramPair: Sendable {
  private let k: Gram
  private let l: Gram
  private let kk: ElementwiseSums
  private let ll: ElementwiseSums
  private let kl: ElementwiseSums
  package let groups: DeletedGroups

  /// a, b: [prompts, width]; widths may differ.
  package init(_ a: Matrix, _ b: Matrix, groups: DeletedGroups) {
    precondition(a.rows == b.rows && a.rows == groups.prompts)
    self.groups = groups
    k = Gram(a, groups)
    l = Gram(b, groups)
    kk = ElementwiseSums(k.matrix, k.matrix, groups)
    ll = ElementwiseSums(l.matrix, l.matrix, groups)
    kl = ElementwiseSums(k.matrix, l.matrix, groups)
  }

  /// Which set a product takes.
  package enum Side: Sendable { case a, b }

  private func gram(_ side: Side) -> Gram { side == .a ? k : l }
  private func products(_ x: Side, _ y: Side) -> ElementwiseSums { x == y ? (x == .a ? kk : ll) : kl }

  private func prompts(without group: Int?) -> Double {
    Double(groups.prompts - (group.map { groups.members[$0].count } ?? 0))
  }

  /// HSIC₁ of Song et al. (2012, eq. 5): unbiased, so that independent sets are at 0 on average. nil below 4 prompts.
  package func unbiasedHSIC(_ x: Side, _ y: Side, without group: Int? = nil) -> Double? {
    let n = prompts(without: group)
    if n < 4 { return nil }
    let (rows, sums) = marginals(x, y, without: group, diagonal: false)
    let trace = products(x, y).sum(without: group, diagonal: false)
    return (trace + sums / ((n - 1) * (n - 2)) - 2 / (n - 2) * rows) / (n * (n - 3))
  }

  /// tr(KHLH), H centring: n² times the biased HSIC.
  package func centredProduct(_ x: Side, _ y: Side, without group: Int? = nil) -> Double {
    let n = prompts(without: group)
    let (rows, sums) = marginals(x, y, without: group, diagonal: true)
    return products(x, y).sum(without: group, diagonal: true) - 2 / n * rows + sums / (n * n)
  }

  /// tr(KH): the summed squared distances to the centroid.
  package func centredTrace(_ side: Side, without group: Int? = nil) -> Double {
    gram(side).trace(without: group) - gram(side).sum(without: group, diagonal: true) / prompts(without: group)
  }

  /// Whether the states do not vary: then what is summed is rounding.
  func isConstant(_ side: Side) -> Bool { gram(side).isConstant }

  /// HKH, H centring.
  func centred(_ side: Side) -> DoubleMatrix {
    var matrix = gram(side).matrix
    let n = matrix.rows
    let means = gram(side).rowSums(without: nil, diagonal: true).map { $0 / Double(n) }
    let mean = means.mean
    for i in 0..<n {
      for j in 0..<n { matrix.elements[i * n + j] += mean - means[i] - means[j] }
    }
    return matrix
  }

  /// K centred without its diagonal, so that HSIC₁ is Σ_{i≠j} of elementwise products over n(n − 3) (Székely & Rizzo
  /// 2014, eq. 2.1): it permutes as K does.
  func unbiasedCentred(_ side: Side) -> DoubleMatrix {
    var matrix = gram(side).matrix
    let n = matrix.rows
    let sums = gram(side).rowSums(without: nil, diagonal: false)
    let all = sums.reduce(0, +) / Double((n - 1) * (n - 2))
    for i in 0..<n {
      for j in 0..<n { matrix.elements[i * n + j] += all - (sums[i] + sums[j]) / Double(n - 2) }
      matrix[i, i] = 0
    }
    return matrix
  }

  /// Σ_i k_i·l_i of the row sums, and the product of the sums of all entries.
  private func marginals(_ x: Side, _ y: Side, without group: Int?, diagonal: Bool) -> (Double, Double) {
    let (p, q) = (gram(x), gram(y))
    let (rowsP, rowsQ) = (
      p.rowSums(without: group, diagonal: diagonal), q.rowSums(without: group, diagonal: diagonal)
    )
    var isOut = [Bool](repeating: false, count: groups.prompts)
    if let group { for i in groups.members[group] { isOut[i] = true } }
    var (both, sumP, sumQ) = (0.0, 0.0, 0.0)
    for i in rowsP.indices where !isOut[i] {
      both += rowsP[i] * rowsQ[i]
      sumP += rowsP[i]
      sumQ += rowsQ[i]
    }
    return (both, sumP * sumQ)
  }
}

/// A Gram matrix of centred states. Centring by one point changes no statistic here and saves digits.
private struct Gram: Sendable {
  let matrix: DoubleMatrix
  let isConstant: Bool
  private let groups: DeletedGroups
  private let rows: [Double]
  /// [groups, prompts]: the part of each row sum that falls to a group.
  private let within: [[Double]]

  init(_ states: Matrix, _ groups: DeletedGroups) {
    let own = Standardisation(of: states)
    let frame = Standardisation(centredOn: own.mean)
    isConstant = own.isConstant
    var matrix = DoubleMatrix(rows: states.rows, columns: states.rows)
    states.forEachColumnBlock { range, block in
      let share = frame.applied(to: block, columns: range).outerGram
      for i in matrix.elements.indices { matrix.elements[i] += share.elements[i] }
    }
    let n = states.rows
    var within: [[Double]] = []
    for members in groups.members {
      within.append((0..<n).map { i in members.reduce(0) { $0 + matrix.elements[i * n + $1] } })
    }
    var rows = [Double](repeating: 0, count: n)
    for part in within { for i in 0..<n { rows[i] += part[i] } }
    self.within = within
    self.rows = rows
    self.matrix = matrix
    self.groups = groups
  }

  func rowSums(without group: Int?, diagonal: Bool) -> [Double] {
    var sums = rows
    if let group { for i in sums.indices { sums[i] -= within[group][i] } }
    if !diagonal { for i in sums.indices { sums[i] -= matrix[i, i] } }
    return sums
  }

  func sum(without group: Int?, diagonal: Bool) -> Double {
    let sums = rowSums(without: group, diagonal: diagonal)
    let all = sums.reduce(0, +)
    guard let group else { return all }
    return all - groups.members[group].reduce(0) { $0 + sums[$1] }
  }

  func trace(without group: Int?) -> Double {
    let all = (0..<matrix.rows).reduce(0) { $0 + matrix[$1, $1] }
    guard let group else { return all }
    return all - groups.members[group].reduce(0) { $0 + matrix[$1, $1] }
  }
}

/// Σ_ij P_ij·Q_ij of symmetric matrices over what is left without a group.
private struct ElementwiseSums: Sendable {
  private let whole: Double
  private let diagonal: Double
  private let outside: [(whole: Double, diagonal: Double)]

  init(_ p: DoubleMatrix, _ q: DoubleMatrix, _ groups: DeletedGroups) {
    let n = p.rows
    let rows = (0..<n).map { i in
      (i * n..<(i + 1) * n).reduce(0) { $0 + p.elements[$1] * q.elements[$1] }
    }
    let own = (0..<n).map { p[$0, $0] * q[$0, $0] }
    let (sum, trace) = (rows.reduce(0, +), own.reduce(0, +))
    outside = groups.members.map { members in
      var (touched, inside) = (0.0, 0.0)
      for i in members {
        touched += rows[i]
        for j in members { inside += p[i, j] * q[i, j] }
      }
      return (sum - 2 * touched + inside, trace - members.reduce(0) { $0 + own[$1] })
    }
    whole = sum
    diagonal = trace
  }

  func sum(without group: Int?, diagonal isWanted: Bool) -> Double {
    let (sum, trace) = group.map { outside[$0] } ?? (whole, diagonal)
    return isWanted ? sum : sum - trace
  }
}
