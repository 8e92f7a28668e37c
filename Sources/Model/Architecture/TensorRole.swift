/// What a weight tensor is for, independent of its name in a checkpoint.
package enum TensorRole: String, Sendable, CaseIterable {
  case tokenEmbedding, positionEmbedding
  case attentionNorm, attentionNormBias
  case query, queryBias, key, keyBias, value, valueBias
  case queryKeyValue, queryKeyValueBias
  case attentionOutput, attentionOutputBias
  case mlpNorm, mlpNormBias
  case gate, gateBias, up, upBias, down, downBias
  case finalNorm, finalNormBias
  case head
}

/// A family's names for the roles; `{i}` stands for the layer.
package struct TensorNames: Sendable {
  package var names: [TensorRole: String]
  /// What the base model's names begin with; checkpoints saved without the head leave it out.
  package var prefix: String
  /// Ends of names of tensors that hold no weights: masks and tables which old versions saved along.
  package var buffers: [String]

  package func name(of role: TensorRole, layer: Int? = nil) -> String {
    guard let pattern = names[role] else { return "(no \(role.rawValue))" }
    guard let layer, let mark = pattern.firstRange(of: "{i}") else { return pattern }
    return pattern.replacingCharacters(in: mark, with: String(layer))
  }
}

extension String {
  fileprivate func firstRange(of needle: String) -> Range<Index>? { ranges(of: needle).first }

  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

extension TransformerSpec {
  /// Roles that every layer of this spec has, with their shapes as [rows, columns] on disk; a vector is [1, n].
  package var layerTensors: [(role: TensorRole, shape: [Int])] {
    var list: [(TensorRole, [Int])] = []
    func vector(_ role: TensorRole, _ count: Int) { list.append((role, [count])) }
    func linear(_ role: TensorRole, from inputs: Int, to outputs: Int, bias: TensorRole?) {
      switch linearLayout {
      case .outputsByInputs: list.append((role, [outputs, inputs]))
      case .inputsByOutputs: list.append((role, [inputs, outputs]))
      }
      if let bias { vector(bias, outputs) }
    }
    func normTensors(_ gain: TensorRole, _ bias: TensorRole) {
      vector(gain, width)
      if norm.hasBias { vector(bias, width) }
    }
    let a = attention
    normTensors(.attentionNorm, .attentionNormBias)
    switch a.inputLayout {
    case .separate:
      linear(.query, from: width, to: a.queryWidth, bias: a.inputBias ? .queryBias : nil)
      linear(.key, from: width, to: a.keyValueWidth, bias: a.inputBias ? .keyBias : nil)
      linear(.value, from: width, to: a.keyValueWidth, bias: a.inputBias ? .valueBias : nil)
    case .fused, .fusedPerHead:
      let outputs = a.queryWidth + 2 * a.keyValueWidth
      linear(.queryKeyValue, from: width, to: outputs, bias: a.inputBias ? .queryKeyValueBias : nil)
    }
    linear(.attentionOutput, from: a.queryWidth, to: width, bias: a.outputBias ? .attentionOutputBias : nil)
    normTensors(.mlpNorm, .mlpNormBias)
    if mlp.gated { linear(.gate, from: width, to: mlp.hidden, bias: mlp.bias ? .gateBias : nil) }
    linear(.up, from: width, to: mlp.hidden, bias: mlp.bias ? .upBias : nil)
    linear(.down, from: mlp.hidden, to: width, bias: mlp.bias ? .downBias : nil)
    return list
  }

  /// Roles outside the layers, the head left out: a checkpoint of the base model alone has none.
  package var outerTensors: [(role: TensorRole, shape: [Int])] {
    var list: [(TensorRole, [Int])] = [(.tokenEmbedding, [vocabulary, width])]
    switch positions {
    case .learned(let count): list.append((.positionEmbedding, [count, width]))
    case .rotary: break
    }
    list.append((.finalNorm, [width]))
    if norm.hasBias { list.append((.finalNormBias, [width])) }
    return list
  }
}
