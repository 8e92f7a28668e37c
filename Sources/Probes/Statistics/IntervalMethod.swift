/// How an interval was made, as written in the column `ci_method`.
public enum IntervalMethod: String, Sendable, CaseIterable {
  /// A: the mean of per-prompt values, `ClusterBootstrap`.
  case bcaCluster = "bca_cluster"
  /// The same of out-of-fold scores, widened by what folds share: `FoldDependence`.
  case bcaClusterFolds = "bca_cluster_folds"
  /// A on the sums of a ratio, by the delta method over clusters; t limits.
  case deltaCluster = "delta_cluster"
  /// B: one cluster left out at a time; t limits.
  case jackknifeCluster = "jackknife_cluster"
  /// B: one group of clusters left out at a time, where clusters are many; t limits.
  case jackknifeGroups = "jackknife_cluster_groups"
  /// B: halves of the clusters against each other, without replacement; t limits. See `HalfSamples`.
  case halfSamples = "half_samples"
  /// B: halves of the clusters against their mean; t limits. See `HalfSamples.estimate(_:in:most:around:)`.
  case deletedHalves = "delete_half_cluster"
}
