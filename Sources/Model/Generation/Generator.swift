import MindstateNumerics
import MindstateStore

/// Continues many prompts at once, each as if it were alone.
public struct Generator: Sendable {
  public let transformer: Transformer
  private let tokenizer: Tokenizer
  private let endTokens: Set<Int>
  private let weights: CachedWeights
  /// What the cache of one batch may take, in bytes.
  private let memory: Int

  /// Reads and widens all weights.
  ///
  /// - Parameters:
  ///   - endTokens: what ends a text; it is not part of what is generated.
  ///   - memory: bytes for the keys and values of the prompts that are continued at once; changes no result.
  public init(
    _ transformer: Transformer, tokenizer: Tokenizer, endTokens: Set<Int>, memory: Int = 1 << 29
  ) throws {
    self.transformer = transformer
    self.tokenizer = tokenizer
    self.endTokens = endTokens
    self.memory = memory
    weights = try CachedWeights(transformer.weights, workers: transformer.workers)
  }

  /// The continuation of every prompt, in their order.
  ///
  /// - Parameters:
  ///   - prompts: their tokens before a forced answer are continued.
  ///   - progress: called with how many prompts are done.
  ///   - finished: given each batch's continuations as soon as they are there.
  /// - Throws: `GenerationError` for settings and prompts that cannot be, `CheckpointError` for weights,
  ///   `CancellationError`.
  public func generate(
    _ prompts: [FedPrompt], _ settings: GenerationSettings = GenerationSettings(),
    progress: (Int) -> Void = { _ in }
  ) throws -> [Generation] {
    try settings.check()
    let jobs = try prompts.map { try job($0, settings) }
    // Prompts of like length share a batch, so that they finish together.
    let order = jobs.indices.sorted { (jobs[$0].capacity, $0) < (jobs[$1].capacity, $1) }
    var results: [Generation?] = Array(repeating: nil, count: jobs.count)
    var done = 0
    for batch in batches(order, jobs) {
      let generations = try run(batch.map { jobs[$0] }, settings)
      for (index, generation) in zip(batch, generations) { results[index] = generation }
      done += batch.count
      progress(done)
    }
    return results.compactMap { $0 }
  }

  private func job(_ prompt: FedPrompt, _ settings: GenerationSettings) throws(GenerationError) -> GenerationJob {
    let tokens = Array(prompt.tokens[prompt.tokensBeforeAnswer])
    let virtual = transformer.softPrompt?.count ?? 0
    let room = transformer.spec.context - virtual - tokens.count
    if room < 1 {
      throw .promptFillsContext(id: prompt.id, tokens: virtual + tokens.count, context: transformer.spec.context)
    }
    return GenerationJob(
      id: prompt.id, prompt: tokens, limit: min(room, settings.maxNewTokens),
      isLimitedByContext: room < settings.maxNewTokens, choice: TokenChoice(settings, name: prompt.id))
  }

  /// Cuts `order` into batches whose caches fit the memory.
  private func batches(_ order: [Int], _ jobs: [GenerationJob]) -> [[Int]] {
    let tokens = max(1, memory / SequenceCache.bytesPerToken(transformer.spec))
    var batches: [[Int]] = []
    var used = 0
    for index in order {
      let needed = jobs[index].capacity
      if batches.isEmpty || used + needed > tokens {
        batches.append([])
        used = 0
      }
      batches[batches.count - 1].append(index)
      used += needed
    }
    return batches
  }

  private func run(_ jobs: [GenerationJob], _ settings: GenerationSettings) throws -> [Generation] {
    var jobs = jobs
    let cache = SequenceCache(
      lengths: jobs.map(\.capacity), virtualTokens: transformer.softPrompt?.count ?? 0, spec: transformer.spec)
    let pass = CachedPass(transformer, weights, cache: cache)
    let virtual = cache.virtualRows
    var tokens = virtual.map { -1 - $0 }
    var rows = Array(virtual)
    var wanted: [Int] = []
    for (job, start) in zip(jobs, cache.starts) {
      tokens += job.prompt
      rows += start..<start + job.prompt.count
      wanted.append(rows.count - 1)
    }
    var active = Array(jobs.indices)
    while !active.isEmpty {
      let logits = try pass.logits(tokens, rows: rows, wanted: wanted)
      for (i, index) in active.enumerated() { advance(&jobs[index], logits.row(i), settings) }
      active.removeAll { jobs[$0].finish != nil }
      tokens = active.map { jobs[$0].tokens[jobs[$0].tokens.count - 1] }
      rows = active.map { cache.starts[$0] + jobs[$0].prompt.count + jobs[$0].tokens.count - 1 }
      wanted = Array(active.indices)
    }
    return jobs.map(\.generation)
  }

  /// Chooses one more token, and sees whether the continuation ends with it.
  private func advance(_ job: inout GenerationJob, _ logits: [Float], _ settings: GenerationSettings) {
    let (token, logProbability) = job.choice.next(logits)
    if endTokens.contains(token) {
      job.finish = .end
      return
    }
    job.tokens.append(token)
    job.logProbabilities.append(logProbability)
    job.text = tokenizer.decode(job.tokens)
    if let cut = settings.stops.compactMap({ job.text.firstRange(ofBytes: $0)?.lowerBound }).min() {
      job.text = String(job.text[..<cut])
      job.finish = .stop
    } else if job.tokens.count == job.limit {
      job.finish = job.isLimitedByContext ? .context : .length
    }
  }
}

/// One prompt on its way.
private struct GenerationJob: Sendable {
  var id: String
  var prompt: [Int]
  /// New tokens it may have.
  var limit: Int
  var isLimitedByContext: Bool
  var choice: TokenChoice
  var tokens: [Int] = []
  var text = ""
  var logProbabilities: [Double] = []
  var finish: Generation.Finish?

  /// Tokens it may come to have; the last one chosen is never fed.
  var capacity: Int { prompt.count + limit }

  var generation: Generation {
    Generation(
      id: id, tokens: tokens, text: text, finish: finish ?? .length, logProbabilities: logProbabilities)
  }
}

extension String {
  /// Where the bytes of `other` first stand in the text.
  fileprivate func firstRange(ofBytes other: String) -> Range<String.Index>? {
    let text = Array(utf8)
    let wanted = Array(other.utf8)
    guard !wanted.isEmpty, text.count >= wanted.count else { return nil }
    for start in 0...text.count - wanted.count where text[start..<start + wanted.count].elementsEqual(wanted) {
      let low = utf8.index(utf8.startIndex, offsetBy: start)
      return low..<utf8.index(low, offsetBy: wanted.count)
    }
    return nil
  }
}
