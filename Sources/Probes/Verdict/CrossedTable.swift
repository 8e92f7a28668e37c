/// `crossed.csv`: two tunings against two wrappers, and whether each tuning is nearer to its own.
public struct CrossedTable: Sendable, Equatable {
  public var rows: [CrossedRow]

  public init(rows: [CrossedRow]) { self.rows = rows }
}

/// One number of the crossed table at one site, layer and position.
public struct CrossedRow: Sendable, Equatable {
  /// What the number is; the raw value is the column `part`.
  public enum Part: String, Sendable, CaseIterable {
    /// The mean distance of one tuning to one wrapper.
    case cell
    /// Distance of a tuning to its own wrapper minus that to the other's.
    case ownMinusOther = "own_minus_other"
    /// ((D₁₁ + D₂₂) − (D₁₂ + D₂₁)) / 2: below 0 where each tuning is nearer to its own wrapper. A double dissociation
    /// needs both `own_minus_other` below 0 as well; this alone can come from one of them.
    case diagonalMinusOffDiagonal = "diagonal_minus_off_diagonal"
  }

  public var part: Part
  /// nil: both.
  public var tuning: String?
  public var wrapper: String?
  public var site: String
  public var layer: Int
  public var position: String
  public var metric: VerdictMetric
  public var estimate: Estimate
  /// Two-sided p of 0; none for a cell.
  public var p: Double?
  /// Benjamini-Hochberg over all rows of the table that have a p.
  public var qValue: Double?
}

/// The crossed table of per-prompt distances; the wrappers are taken as they are, so only prompts are a sample.
public struct CrossedDistances: Sendable, Equatable {
  /// By tuning, then by wrapper: [prompts].
  public var distances: [[[Double]]]

  /// - Parameter distances: Two by two lists over the same prompts.
  public init(_ distances: [[[Double]]]) { self.distances = distances }

  /// The weight of each cell in a part: `tuning` says which of two `own_minus_other` it is.
  public func perPrompt(_ part: CrossedRow.Part, tuning: Int, wrapper: Int) -> [Double] {
    let own = distances[tuning][tuning]
    let other = distances[tuning][1 - tuning]
    switch part {
    case .cell: return distances[tuning][wrapper]
    case .ownMinusOther: return zip(own, other).map { $0 - $1 }
    case .diagonalMinusOffDiagonal:
      return own.indices.map { i in
        (distances[0][0][i] + distances[1][1][i] - distances[0][1][i] - distances[1][0][i]) / 2
      }
    }
  }

  /// Mean with a t interval over clusters, and two-sided p of 0.
  public static func estimate(_ values: [Double], clusters: Clusters) -> (Estimate, p: Double?) {
    var estimate = Estimate(value: values.mean, n: values.count, clusters: clusters.count)
    if clusters.count < 2 {
      estimate.reason = values.count < 2 ? .nBelow2 : .clustersBelow2
      return (estimate, nil)
    }
    let contrast = TwoWayMeans(pair: values, samples: [], clusters: clusters).contrast([1])
    estimate.interval = contrast.interval(tail: 0.025)
    return (estimate, contrast.p ?? (contrast.value == 0 ? 1 : nil))
  }
}
