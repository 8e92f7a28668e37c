public import MindstateModel
import MindstateNumerics

extension PromptSet {
  /// At most `limit` of the prompts, in their order; nil takes all.
  ///
  /// The sample depends on ids alone: a larger limit adds prompts and takes none away, and the order of the file changes
  /// nothing. Captures, sweeps, assertions and continuations all take it, so that one limit names one set of prompts.
  public func sample(_ limit: Int?) -> PromptSet {
    guard let limit, limit < prompts.count else { return self }
    let order = prompts.indices.sorted { a, b in
      let (x, y) = (Digest(prompts[a].id).value, Digest(prompts[b].id).value)
      return x == y ? prompts[a].id.utf8.lexicographicallyPrecedes(prompts[b].id.utf8) : x < y
    }
    let chosen = Set(order.prefix(limit))
    return PromptSet(source: source, prompts: prompts.indices.filter(chosen.contains).map { prompts[$0] })
  }
}
