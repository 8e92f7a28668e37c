package import MindstateModel

/// Which tensors get gradients. Nothing below the lowest of them is computed on the way back.
package struct GradientPlan: Sendable, Equatable {
  /// Places in `Parameters.entries`.
  package var entries: Set<Int>
  /// Whether the vectors of a soft prompt do.
  package var softPrompt: Bool

  package init(entries: Set<Int> = [], softPrompt: Bool = false) {
    self.entries = entries
    self.softPrompt = softPrompt
  }

  /// Every tensor of `parameters`.
  package static func all(of parameters: Parameters) -> GradientPlan {
    GradientPlan(entries: Set(parameters.entries.indices))
  }

  func includes(_ entry: Int?) -> Bool { entry.map(entries.contains) ?? false }

  /// The lowest layer that the way back has to enter: −1 for what enters the first, `layers` for nothing but the head.
  func lowestLayer(in parameters: Parameters) -> Int {
    if softPrompt || includes(parameters.index(of: .positionEmbedding)) { return -1 }
    if includes(parameters.index(of: .tokenEmbedding)) { return -1 }
    return entries.compactMap { parameters.entries[$0].layer }.min() ?? parameters.spec.layers
  }
}
