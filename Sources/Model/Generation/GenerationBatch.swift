import MindstateNumerics

/// Sequences that grow side by side, a token each at every step, until each is at its end.
struct GenerationBatch: Sendable {
  private var jobs: [GenerationJob]
  private let pass: CachedPass
  private let endTokens: Set<Int>
  /// Jobs that are not at their end.
  private var active: [Int]
  /// What the next step feeds: tokens, their rows in the cache, and which of them are their sequences' last.
  private var tokens: [Int]
  private var rows: [Int]
  private var wanted: [Int] = []

  init(
    _ jobs: [GenerationJob], _ transformer: Transformer, _ weights: CachedWeights, endTokens: Set<Int>
  ) {
    self.jobs = jobs
    self.endTokens = endTokens
    let cache = SequenceCache(
      lengths: jobs.map(\.capacity), virtualTokens: transformer.softPrompt?.count ?? 0, spec: transformer.spec)
    pass = CachedPass(transformer, weights, cache: cache)
    active = Array(jobs.indices)
    // The first step feeds whole prompts, and the soft prompt once for all of them.
    tokens = cache.virtualRows.map { -1 - $0 }
    rows = Array(cache.virtualRows)
    for (job, start) in zip(jobs, cache.starts) {
      tokens += job.prompt
      rows += start..<start + job.prompt.count
      wanted.append(rows.count - 1)
    }
  }

  var isFinished: Bool { active.isEmpty }

  /// One more token for every sequence; those that end with it, by index.
  mutating func step() throws -> [(job: Int, generation: Generation)] {
    var logits = try pass.logits(tokens, rows: rows, wanted: wanted)
    if let row = logits.firstNonFiniteRow {
      let job = jobs[active[row]]
      throw GenerationError.notFinite(id: job.id, token: job.tokens.count)
    }
    let chosen = active.enumerated().map { row, job in jobs[job].choose(logits.row(row)) }
    let logProbabilities = Panel(rows: chosen.count, columns: 1)
    Panel(exposing: &logits).crossEntropy(targets: chosen[...], weights: nil, logProbabilities: logProbabilities)
    for (row, job) in active.enumerated() {
      jobs[job].take(
        chosen[row], logProbability: Double(logProbabilities.matrix[row, 0]), endTokens: endTokens)
    }
    let finished = active.compactMap { job in jobs[job].generation.map { (job: job, generation: $0) } }
    active.removeAll { jobs[$0].finish != nil }
    tokens = active.map { jobs[$0].tokens[jobs[$0].tokens.count - 1] }
    rows = active.map { pass.cache.starts[$0] + jobs[$0].prompt.count + jobs[$0].tokens.count - 1 }
    wanted = Array(active.indices)
    return finished
  }
}
