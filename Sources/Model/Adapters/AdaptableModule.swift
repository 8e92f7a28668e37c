/// A linear map of a layer, as PEFT names it.
struct AdaptableModule: Sendable {
  /// `model.layers.0.self_attn.q_proj`
  let name: String
  let role: TensorRole
  let layer: Int
  let inputs: Int
  let outputs: Int
}

extension Checkpoint {
  /// The linear maps of all layers, in the order of `Parameters`.
  var adaptableModules: [AdaptableModule] {
    (0..<spec.layers).flatMap { layer in
      spec.layerTensors.filter { $0.shape.count == 2 }.map { role, shape in
        let isTransposed = spec.linearLayout == .inputsByOutputs
        return AdaptableModule(
          name: moduleName(role, layer: layer), role: role, layer: layer, inputs: shape[isTransposed ? 0 : 1],
          outputs: shape[isTransposed ? 1 : 0])
      }
    }
  }

  /// Names of the modules outside the layers which PEFT can adapt and this version does not compute.
  var outerModuleNames: [String] {
    [TensorRole.tokenEmbedding, .positionEmbedding, .head].filter { names.names[$0] != nil }
      .map { moduleName($0, layer: nil) }
  }

  private func moduleName(_ role: TensorRole, layer: Int?) -> String {
    let name = names.name(of: role, layer: layer)
    return name.hasSuffix(".weight") ? String(name.dropLast(".weight".count)) : name
  }
}
