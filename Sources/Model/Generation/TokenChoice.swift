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

  /// A token and the logarithm of its probability under the model itself.
  package mutating func next(_ logits: [Float]) -> (token: Int, logProbability: Double) {
    let token = temperature == 0 ? Self.likeliest(logits) : draw(logits)
    let top = Double(logits[Self.likeliest(logits)])
    let total = logits.reduce(0) { $0 + exp(Double($1) - top) }
    return (token, Double(logits[token]) - top - log(total))
  }

  private static func likeliest(_ logits: [Float]) -> Int {
    var best = 0
    for (token, logit) in logits.enumerated() where logit > logits[best] { best = token }
    return best
  }

  private mutating func draw(_ logits: [Float]) -> Int {
    let top = Double(logits[Self.likeliest(logits)])
    let weights = logits.map { exp((Double($0) - top) / temperature) }
    let candidates = topP < 1 ? nucleus(weights) : Array(weights.indices)
    var left = random.uniform() * candidates.reduce(0) { $0 + weights[$1] }
    for token in candidates {
      left -= weights[token]
      if left < 0 { return token }
    }
    return candidates[candidates.count - 1]
  }

  /// The fewest tokens, likeliest first, whose share reaches `topP` (Holtzman et al. 2020, arXiv 1904.09751).
  private func nucleus(_ weights: [Double]) -> [Int] {
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    let total = weights.reduce(0, +)
    var sum = 0.0
    var chosen: [Int] = []
    for token in order {
      chosen.append(token)
      sum += weights[token]
      if sum >= topP * total { break }
    }
    return chosen
  }
}
