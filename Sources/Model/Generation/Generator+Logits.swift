package import MindstateNumerics

extension Generator {
  /// What the cached pass says while it is led along given tokens: for each prompt [steps, vocabulary], row s being the
  /// logits after the prompt and the first s tokens of its `following`. What generation is checked by.
  ///
  /// - Precondition: all of `following` are equally long, at least one token each, and fit the context.
  package func stepLogits(_ prompts: [[Int]], following: [[Int]]) throws -> [Matrix] {
    let steps = following.first?.count ?? 0
    precondition(prompts.count == following.count && following.allSatisfy { $0.count == steps } && steps > 0)
    let cache = SequenceCache(
      lengths: prompts.map { $0.count + steps - 1 }, virtualTokens: transformer.softPrompt?.count ?? 0,
      spec: transformer.spec)
    let pass = CachedPass(transformer, weights, cache: cache)
    let results = prompts.map { _ in RowBuffer(rows: steps, columns: transformer.spec.vocabulary) }
    var tokens = cache.virtualRows.map { -1 - $0 } + prompts.joined()
    var rows = Array(cache.virtualRows)
    var wanted: [Int] = []
    for (prompt, start) in zip(prompts, cache.starts) {
      rows += start..<start + prompt.count
      wanted.append(rows.count - 1)
    }
    for step in 0..<steps {
      let logits = try pass.logits(tokens, rows: rows, wanted: wanted)
      for (i, result) in results.enumerated() { result.write(logits, row: i, to: step, column: 0) }
      tokens = following.map { $0[step] }
      rows = prompts.indices.map { cache.starts[$0] + prompts[$0].count + step }
      wanted = Array(prompts.indices)
    }
    return results.map(\.matrix)
  }
}
