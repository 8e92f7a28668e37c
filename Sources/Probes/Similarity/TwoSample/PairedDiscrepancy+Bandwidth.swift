import MindstateNumerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension PairedDiscrepancy.Tables {
  /// By cluster: what Σ h changes by when the cluster is left out of the median that is the bandwidth, to first order.
  ///
  /// Without the M_c of all M pairs of states that a cluster is in, B_c of them below the median σ, the share below σ is
  /// (M/2 − B_c)/(M − M_c), and the median moves by what that lacks of ½ over the density of log distances there; Σ h
  /// moves by its slope in log σ. A value of nearly equal pairs varies less than the bandwidth does. Cost: prompts².
  func bandwidthShifts(_ clusters: Clusters) -> [Double] {
    let median = self.median
    let (square, near) = (median * median, 0.1)
    let (low, high) = (square * exp(-2 * near), square * exp(2 * near))
    var touched = [Double](repeating: 0, count: clusters.count)
    var (below, all, close) = (touched, 0.0, 0.0)
    func count(_ value: Double, _ i: Int, _ j: Int) {
      let (c, d) = (clusters.index[i], clusters.index[j])
      let under = value < square ? 1.0 : value == square ? 0.5 : 0
      all += 1
      if value > low && value < high { close += 1 }
      touched[c] += 1
      below[c] += under
      if c != d {
        touched[d] += 1
        below[d] += under
      }
    }
    for i in 0..<prompts {
      for j in 0..<prompts {
        count(ab[i * prompts + j], i, j)
        if j < i {
          count(aa[i * prompts + j], i, j)
          count(bb[i * prompts + j], i, j)
        }
      }
    }
    if close == 0 { return touched.map { _ in 0 } }
    let step = 0.01
    let sums = [step, -step].map { self.sums(clusters, PairedDiscrepancy.gaussian(of: median * exp($0))) }
    let slope = (sums[0].elements.reduce(0, +) - sums[1].elements.reduce(0, +)) / (2 * step)
    let density = close / all / (2 * near)
    return zip(touched, below).map { touched, below in
      let left = all - touched
      return left > 0 ? slope * (0.5 - (all / 2 - below) / left) / density : 0
    }
  }
}
