package import MindstateNumerics

/// Do two displacements from a reference point the same way? Per prompt and on average, as values of which a contrast
/// can be made; the numbers are those of `Displacements`.
package enum DisplacementAgreement {
  /// a − reference, prompt by prompt, [prompts, width] in 64 bits.
  package static func displacement(_ a: Matrix, from reference: Matrix) -> DoubleMatrix {
    DoubleMatrix(a).minus(DoubleMatrix(reference))
  }

  /// `displacement_cosine_specific` by prompt: the cosine of both displacements after both means are removed.
  package static func specific(_ x: DoubleMatrix, _ w: DoubleMatrix) throws(Reason) -> [Double] {
    try Displacements(x, w, clusters: Clusters(independent: x.rows)).specificCosines()
  }

  /// `displacement_cosine_mean` by cluster, so that the mean is the value.
  package static func mean(_ x: DoubleMatrix, _ w: DoubleMatrix, clusters: Clusters) throws(Reason) -> [Double] {
    try Displacements(x, w, clusters: clusters).cosineByCluster()
  }
}
