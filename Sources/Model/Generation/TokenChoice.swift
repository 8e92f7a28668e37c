#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import MindstateNumerics

/// Draws tokens from logits.
package struct TokenChoice: Sendable {
  private let temperature: Double
  private let topP: Double
  private var random: RandomStream

  /// - Parameter name: of the stream: a prompt's id.
  package init(_ settings: GenerationSettings, name: String) {
    temperature = settings.temperature
    topP = settings.topP
    random = RandomStream(seed: settings.seed, name: "generate.\(name)")
  }

  /// A token of the vocabulary whose logits these are, all finite.
  package mutating func next(_ logits: [Float]) -> Int {
    let best = Self.likeliest(logits)
    return temperature == 0 ? best : draw(logits, top: Double(logits[best]))
  }

  private static func likeliest(_ logits: [Float]) -> Int {
    var best = 0
    for token in logits.indices where logits[token] > logits[best] { best = token }
    return best
  }

  private mutating func draw(_ logits: [Float], top: Double) -> Int {
    let weights = logits.map { exp((Double($0) - top) / temperature) }
    let candidates = topP < 1 ? Self.nucleus(weights, share: topP) : Array(weights.indices)
    var left = random.uniform() * candidates.reduce(0) { $0 + weights[$1] }
    for token in candidates {
      left -= weights[token]
      if left < 0 { return token }
    }
    return candidates[candidates.count - 1]
  }

  /// The fewest tokens, likeliest first, whose share of all weights reaches `share` (Holtzman et al. 2020,
  /// arXiv 1904.09751). The greatest weight is 1.
  private static func nucleus(_ weights: [Double], share: Double) -> [Int] {
    let wanted = share * weights.reduce(0, +)
    // Only as many are sorted as are needed: those of at least a weight that is lowered until they suffice.
    var lowest = 0x1p-4
    var likely = weights.indices.filter { weights[$0] >= lowest }
    while lowest > 0, likely.reduce(0, { $0 + weights[$1] }) < wanted {
      lowest *= 0x1p-8
      likely = weights.indices.filter { weights[$0] >= lowest }
    }
    likely.sort { (weights[$1], $0) < (weights[$0], $1) }
    var sum = 0.0
    let end = likely.firstIndex { token in
      sum += weights[token]
      return sum >= wanted
    }
    return end.map { Array(likely[...$0]) } ?? likely
  }
}
