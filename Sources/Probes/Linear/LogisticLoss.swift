#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import MindstateNumerics

/// Loss and residuals s·(p − y) of logits, run by run.
struct LogisticLoss {
  let design: LogisticDesign
  /// The train part of each problem, in the order of the columns.
  let splits: [Int]
  /// Added to each column of logits.
  let offsets: [Double]

  /// `values` holds logits [rows, problems · outputs] and then residuals, 0 for rows outside the train part.
  func replaceByResiduals(_ values: inout [Float], losses: inout [Double]) {
    for run in design.runs {
      for (problem, split) in splits.enumerated() {
        let weight = run.member[split] ? design.splits[split].classWeights[run.label] : 0
        losses[problem] +=
          design.outputs == 1
          ? binary(&values, run, column: problem, weight: weight) : softmax(&values, run, problem, weight: weight)
      }
    }
  }

  /// Σ s·log(1 + exp(−z)) for class 1, of −z for class 0. log is taken of products of up to 512 factors in 1 … 2.
  private func binary(
    _ values: inout [Float], _ run: LogisticDesign.Run, column: Int, weight: Double
  ) -> Double {
    let columns = splits.count
    if weight == 0 {
      for row in run.rows { values[row * columns + column] = 0 }
      return 0
    }
    let sign: Double = run.label == 1 ? 1 : -1
    let offset = offsets[column]
    var (sum, product, factors) = (0.0, 1.0, 0)
    for row in run.rows {
      let i = row * columns + column
      let z = sign * (Double(values[i]) + offset)
      let e = exp(-abs(z))
      sum += max(-z, 0)
      product *= 1 + e
      factors += 1
      if factors == 512 {
        sum += log(product)
        (product, factors) = (1, 0)
      }
      values[i] = Float(-sign * weight * (z >= 0 ? e : 1) / (1 + e))
    }
    return weight * (sum + log(product))
  }

  /// Σ s·(log Σ exp z − z_y).
  private func softmax(
    _ values: inout [Float], _ run: LogisticDesign.Run, _ problem: Int, weight: Double
  ) -> Double {
    let classes = design.outputs
    let columns = splits.count * classes
    var sum = 0.0
    for row in run.rows {
      let start = row * columns + problem * classes
      if weight == 0 {
        for k in 0..<classes { values[start + k] = 0 }
        continue
      }
      var top = -Double.infinity
      for k in 0..<classes { top = max(top, Double(values[start + k]) + offsets[problem * classes + k]) }
      let own = Double(values[start + run.label]) + offsets[problem * classes + run.label]
      var total = 0.0
      for k in 0..<classes {
        let e = exp(Double(values[start + k]) + offsets[problem * classes + k] - top)
        values[start + k] = Float(e)
        total += e
      }
      sum += log(total) + top - own
      for k in 0..<classes {
        values[start + k] = Float(weight * (Double(values[start + k]) / total - (k == run.label ? 1 : 0)))
      }
    }
    return weight * sum
  }
}
