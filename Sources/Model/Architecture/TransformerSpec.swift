public import MindstateNumerics

/// What a decoder-only transformer computes, independent of which family described it.
///
/// Closed choices only: the forward pass switches over them without `default`, so a new feature cannot be forgotten
/// in one of its places. A family makes a spec from `config.json`; nothing in `Forward/` knows families.
public struct TransformerSpec: Sendable, Equatable {
  /// Tokens in the vocabulary: rows of the embedding.
  public var vocabulary: Int
  /// Width of the residual stream, d_model.
  public var width: Int
  public var layers: Int
  /// Longest sequence in tokens that the checkpoint states it was made for.
  public var context: Int
  public var norm: Norm
  public var positions: Positions
  public var attention: Attention
  public var mlp: MLP
  /// Attention and MLP both read the block's input, and both are added to it (GPT-J, NeoX); else one after the other.
  public var parallelBranches: Bool
  public var head: Head
  /// How a linear map's matrix lies on disk.
  public var linearLayout: LinearLayout

  public enum Norm: Sendable, Equatable {
    /// (x − mean) / √(variance + ε) · gain + bias
    case layer(epsilon: Float)
    /// x / √(mean of squares + ε) · gain
    case rms(epsilon: Float)

    var hasBias: Bool {
      switch self {
      case .layer: true
      case .rms: false
      }
    }
  }

  public enum Positions: Sendable, Equatable {
    /// A vector per position, added to the embedding.
    case learned(count: Int)
    /// Queries and keys are turned by an angle that grows with the position.
    case rotary(Rotary)
  }

  /// Rotary embedding (arXiv 2104.09864) of the first `2 · inverseFrequencies.count` dimensions of each head, pairing
  /// dimension i with i + count.
  public struct Rotary: Sendable, Equatable {
    /// Radians a position, after any scaling for long contexts.
    public var inverseFrequencies: [Float]
    public var width: Int { 2 * inverseFrequencies.count }
  }

  public struct Attention: Sendable, Equatable {
    public var heads: Int
    /// Heads of keys and values; query head h reads key head h / (heads / keyValueHeads).
    public var keyValueHeads: Int
    public var headWidth: Int
    /// Factor on the scores, one a layer.
    public var scales: [Float]
    /// How many positions back a query sees, itself included, one a layer; nil: all.
    public var windows: [Int?]
    public var inputBias: Bool
    public var outputBias: Bool
    public var inputLayout: InputLayout

    public var queryWidth: Int { heads * headWidth }
    public var keyValueWidth: Int { keyValueHeads * headWidth }
  }

  /// How the maps to queries, keys and values are stored.
  public enum InputLayout: Sendable, Equatable {
    /// Three matrices.
    case separate
    /// One matrix, its outputs all queries, then all keys, then all values.
    case fused
    /// One matrix, its outputs per head the query, the key, the value.
    case fusedPerHead
  }

  public struct MLP: Sendable, Equatable {
    public var hidden: Int
    public var activation: Activation
    /// act(gate(x)) · up(x) in place of act(up(x)).
    public var gated: Bool
    public var bias: Bool
  }

  public enum Head: Sendable, Equatable {
    /// The logits use the embedding's matrix.
    case tied
    /// The logits use a matrix of their own.
    case untied
  }

  public enum LinearLayout: Sendable, Equatable {
    /// [outputs, inputs], as torch.nn.Linear stores it.
    case outputsByInputs
    /// [inputs, outputs], as GPT-2's Conv1D stores it.
    case inputsByOutputs
  }
}
