package import MindstateNumerics

/// Distances with a known s, as a verdict sees them: every prompt and every wrapper has its own level, and what is left
/// is noise. For simulations.
package struct PlantedDistances: Sendable {
  package var prompts = 200
  package var layers = 1
  package var paraphrases = 8
  package var irrelevant = 8
  /// True mean distances of paraphrases and irrelevant wrappers.
  package var near = 0.1
  package var far = 0.3
  /// The true (D − P)/(I − P).
  package var s = 0.25
  /// Relative spread of prompts' levels, of wrappers' levels and of the rest; and what layers share of each.
  package var promptSpread = 0.3
  package var wrapperSpread = 0.2
  package var noise = 0.3
  package var shared = 0.8

  /// Who X is.
  package enum X: Sendable { case fixed, paraphrase, irrelevant }
  /// A condition with the s above, or one more wrapper of a kind, whose level varies as theirs do.
  package var x = X.fixed

  package init() {}

  /// By layer.
  package func drawn(_ random: inout RandomStream) -> [LayerDistances] {
    let prompt = Levels(count: prompts, of: self, &random)
    let own = Levels(count: prompts, of: self, &random)
    var near = sample(paraphrases + (x == .paraphrase ? 1 : 0), mean: self.near, prompt, &random)
    var far = sample(irrelevant + (x == .irrelevant ? 1 : 0), mean: self.far, prompt, &random)
    if x != .fixed {
      return (0..<layers).map { layer in
        let pair = x == .paraphrase ? near[layer].removeLast() : far[layer].removeLast()
        return LayerDistances(pair: pair, paraphrases: near[layer], irrelevant: far[layer])
      }
    }
    let mean = self.near + s * (self.far - self.near)
    return (0..<layers).map { layer in
      let pair = (0..<prompts).map { i in
        mean * (1 + promptSpread * prompt.values[layer][i] + noise * own.values[layer][i])
      }
      return LayerDistances(pair: pair, paraphrases: near[layer], irrelevant: far[layer])
    }
  }

  /// By layer, wrapper and prompt.
  private func sample(
    _ count: Int, mean: Double, _ prompt: Levels, _ random: inout RandomStream
  ) -> [[[Double]]] {
    let wrapper = Levels(count: count, of: self, &random)
    let rest = Levels(count: count * prompts, of: self, &random)
    return (0..<layers).map { layer in
      (0..<count).map { k in
        let level = 1 + wrapperSpread * wrapper.values[layer][k]
        return (0..<prompts).map { i in
          mean * (level + promptSpread * prompt.values[layer][i] + noise * rest.values[layer][k * prompts + i])
        }
      }
    }
  }

  /// Standard normal numbers by layer; two layers correlate by `shared`.
  private struct Levels {
    var values: [[Double]]

    init(count: Int, of planted: PlantedDistances, _ random: inout RandomStream) {
      let common = random.normals(count)
      let rest = (1 - planted.shared).squareRoot()
      values = (0..<planted.layers).map { _ in
        zip(common, random.normals(count)).map { planted.shared.squareRoot() * $0 + rest * $1 }
      }
    }
  }
}

extension RandomStream {
  /// `count` standard normal numbers.
  package mutating func normals(_ count: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(count + 1)
    while values.count < count {
      let (a, b) = normals()
      values.append(a)
      values.append(b)
    }
    return Array(values.prefix(count))
  }
}
