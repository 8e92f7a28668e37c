import CMindstateKernels

/// The non-linearity of an MLP or a head. The raw value is the name in messages and tables; what a checkpoint's
/// configuration calls it ("gelu_new", "gelu_pytorch_tanh", "swish") is mapped where configurations are read.
public enum Activation: String, Sendable, CaseIterable {
  /// x/2 · (1 + erf(x/√2))
  case gelu
  /// x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), what GPT-2 and Gemma were trained with
  case geluTanh = "gelu_tanh"
  /// x · sigmoid(1.702 x)
  case quickGELU = "quick_gelu"
  /// x · sigmoid(x), also called swish
  case silu
  /// max(x, 0)
  case relu
  /// max(x, 0)²
  case reluSquared = "relu_squared"
  case tanh
  /// 1 / (1 + e⁻ˣ)
  case sigmoid

  /// The kernel's name of the same function.
  var code: ms_activation {
    switch self {
    case .gelu: MS_GELU
    case .geluTanh: MS_GELU_TANH
    case .quickGELU: MS_QUICK_GELU
    case .silu: MS_SILU
    case .relu: MS_RELU
    case .reluSquared: MS_RELU_SQUARED
    case .tanh: MS_TANH
    case .sigmoid: MS_SIGMOID
    }
  }
}
