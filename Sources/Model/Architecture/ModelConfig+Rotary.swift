import MindstateStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ModelConfig {
  /// A family's names for the base of the angles and for the share of a head that is turned.
  struct RotaryNames {
    var base: String
    var share: String
    var shareByDefault: Double
  }

  /// The rotary embedding, from `rope_parameters` (transformers 5) or from the older fields beside `rope_scaling`.
  func rotary(headWidth: Int, context: Int, names: RotaryNames) throws(ConfigError) -> TransformerSpec.Rotary {
    // Where both stand in a file, the reference lets a non-empty rope_scaling win over rope_parameters.
    var parameters = try nested("rope_parameters")
    if let older = try nested("rope_scaling"), older.fields.objectValue?.members.isEmpty == false { parameters = older }
    let base = try Self.first(("rope_theta", parameters), (names.base, self), otherwise: Self.fallbackBase)
    let share = try Self.first(
      ("partial_rotary_factor", parameters), (names.share, self), otherwise: names.shareByDefault)
    let width = Int(Double(headWidth) * share)
    guard base > 0 else {
      let config = parameters?.has("rope_theta") == true ? parameters : nil
      throw (config ?? self).inconsistent(config == nil ? names.base : "rope_theta", "is \(base), must be above 0")
    }
    guard width > 0, width <= headWidth, width % 2 == 0 else {
      throw inconsistent(
        share == 1 ? "head_dim" : names.share,
        "the rotary embedding would turn \(width) of a head's \(headWidth) dimensions; must be even and above 0")
    }
    // The reference rounds exponent and power to f32. So does this: at a base of 500,000 the exponent's rounding alone
    // moves an angle by 1e-5 radians within 40 positions.
    let plain = (0..<width / 2).map { pair in
      1 / Float(pow(Double(Float(base)), Double(Float(2 * pair) / Float(width))))
    }
    return TransformerSpec.Rotary(inverseFrequencies: try scaled(plain, by: parameters, context: context))
  }

  /// The reference's default where no field states a base.
  private static let fallbackBase = 10_000.0

  /// The number of the first of these fields that is there.
  private static func first(
    _ places: (key: String, config: ModelConfig?)..., otherwise fallback: Double
  ) throws(ConfigError) -> Double {
    for place in places {
      if let config = place.config, config.has(place.key) { return try config.double(place.key) }
    }
    return fallback
  }

  /// Longer contexts by changed frequencies.
  private func scaled(
    _ frequencies: [Float], by parameters: ModelConfig?, context: Int
  ) throws(ConfigError) -> [Float] {
    guard let parameters else { return frequencies }
    let key = parameters.has("rope_type") ? "rope_type" : "type"
    let type = parameters.has(key) ? try parameters.string(key) : "default"
    switch type {
    case "default": return frequencies
    case "linear":
      let factor = try parameters.float("factor")
      guard factor > 0 else { throw parameters.inconsistent("factor", "is \(factor), must be above 0") }
      return frequencies.map { $0 / factor }
    case "llama3": return try parameters.llama3(frequencies, context: context)
    default:
      throw parameters.unsupported(key, got: "\"\(type)\"", supported: ["default", "linear", "llama3"])
    }
  }

  /// Llama 3.1's scaling: long waves are divided by `factor`, short ones kept, those between blended.
  /// Reference: transformers `_compute_llama3_parameters`.
  private func llama3(_ frequencies: [Float], context: Int) throws(ConfigError) -> [Float] {
    let factor = try double("factor")
    let low = try double("low_freq_factor")
    let high = try double("high_freq_factor")
    let original = try double("original_max_position_embeddings", default: Double(context))
    guard factor > 0, low > 0, high > low, original > 0 else {
      throw inconsistent(
        "factor",
        "factor, low_freq_factor and original_max_position_embeddings must be positive and high_freq_factor "
          + "above low_freq_factor")
    }
    // In f32 and in this order, as the reference has it.
    return frequencies.map { frequency in
      let waveLength = Float(2 * Double.pi) / frequency
      if waveLength < Float(original / high) { return frequency }
      if waveLength > Float(original / low) { return frequency / Float(factor) }
      let smooth = (Float(original) / waveLength - Float(low)) / Float(high - low)
      return (1 - smooth) * frequency / Float(factor) + smooth * frequency
    }
  }
}
