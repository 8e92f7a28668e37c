package import MindstateNumerics

/// States of a reference, a tuned condition and wrappers, with a known amount of agreement between the tuned
/// condition's displacement and Y's. For simulations.
package struct PlantedStates: Sendable {
  package var prompts = 200
  package var width = 24
  package var controls = 8
  /// Length of the displacement that the tuned condition and Y share, in units of the wrappers' own; 0: Y is one more
  /// irrelevant wrapper.
  package var common = 0.0
  /// The same prompt by prompt, around that mean.
  package var specific = 0.0

  package init() {}

  package struct Drawn: Sendable {
    package var tuned: DoubleMatrix
    /// Y first, then the irrelevant wrappers.
    package var wrappers: [DoubleMatrix]
  }

  /// Displacements from the reference. They all hold minus the reference's own noise, so they agree where nothing does.
  package func drawn(_ random: inout RandomStream) -> Drawn {
    let own = normal(prompts, &random)
    let mean = normal(1, &random)
    let each = normal(prompts, &random)
    func displaced(_ strength: Double, _ random: inout RandomStream) -> DoubleMatrix {
      let shift = normal(1, &random)
      var states = normal(prompts, &random)
      for r in 0..<prompts {
        for c in 0..<width {
          states[r, c] +=
            shift[0, c] - own[r, c] + strength * (common * mean[0, c] + specific * each[r, c])
        }
      }
      return states
    }
    let tuned = displaced(1, &random)
    let wrappers = (0...controls).map { displaced($0 == 0 ? 1 : 0, &random) }
    return Drawn(tuned: tuned, wrappers: wrappers)
  }

  private func normal(_ rows: Int, _ random: inout RandomStream) -> DoubleMatrix {
    DoubleMatrix(rows: rows, columns: width, random.normals(rows * width))
  }
}
