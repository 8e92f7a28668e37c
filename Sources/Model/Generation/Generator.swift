import MindstateNumerics
import MindstateStore

/// Continues many prompts at once, each as if it were alone.
///
/// Prompts are fed packed; then every step adds one row a sequence, whose attention reads the keys and values that
/// earlier rows left, and a sequence that is at its end leaves the batch. Nothing is padded.
public struct Generator: Sendable {
  public let transformer: Transformer
  private let tokenizer: Tokenizer?
  private let endTokens: Set<Int>
  let weights: CachedWeights
  /// What one batch may take, in bytes.
  private let memory: Int

  /// Reads and widens the weights; a model too large for that is read anew at every step.
  ///
  /// - Parameters:
  ///   - tokenizer: nil gives tokens without text.
  ///   - endTokens: what ends a text; it is not part of what is generated.
  ///   - memory: bytes for the keys and values of the prompts that are continued at once; changes no result.
  public init(
    _ transformer: Transformer, tokenizer: Tokenizer?, endTokens: Set<Int>, memory: Int = 1 << 29
  ) throws(CheckpointError) {
    try self.init(transformer, tokenizer: tokenizer, endTokens: endTokens, memory: memory, keepsLayers: nil)
  }

  /// - Parameter keepsLayers: whether weights are kept in f32; nil decides by the machine's memory.
  package init(
    _ transformer: Transformer, tokenizer: Tokenizer?, endTokens: Set<Int>, memory: Int, keepsLayers: Bool?
  ) throws(CheckpointError) {
    self.transformer = transformer
    self.tokenizer = tokenizer
    self.endTokens = endTokens
    self.memory = memory
    weights = try CachedWeights(transformer.weights, workers: transformer.workers, keepsLayers: keepsLayers)
  }

  /// The continuation of every prompt, in their order.
  ///
  /// - Parameters:
  ///   - prompts: what is fed before a forced answer is continued.
  ///   - progress: called with how many prompts are done.
  ///   - finished: given a prompt's index and its continuation as soon as it is there.
  ///   - isStopped: asked before every step; true ends the work with `CancellationError`.
  /// - Throws: `GenerationError` for settings and prompts that cannot be, `ForwardError` for tokens of another
  ///   vocabulary, `CheckpointError` for weights, `CancellationError`.
  public func generate(
    _ prompts: [FedPrompt], _ settings: GenerationSettings = GenerationSettings(),
    progress: (Int) -> Void = { _ in }, finished: (Int, Generation) -> Void = { _, _ in },
    isStopped: () -> Bool = { false }
  ) throws -> [Generation] {
    try settings.check()
    let jobs = try prompts.map { try job($0.id, Array($0.tokens[$0.tokensBeforeAnswer]), settings) }
    return try run(jobs, settings, progress: progress, finished: finished, isStopped: isStopped)
  }

  /// The continuation of every sequence of tokens, in their order; ids are "0", "1", …
  ///
  /// - Throws: as for prompts.
  public func generate(
    tokens: [[Int]], _ settings: GenerationSettings = GenerationSettings()
  ) throws -> [Generation] {
    try settings.check()
    let jobs = try tokens.enumerated().map { try job("\($0)", $1, settings) }
    return try run(jobs, settings, progress: { _ in }, finished: { _, _ in }, isStopped: { false })
  }

  private func run(
    _ jobs: [GenerationJob], _ settings: GenerationSettings, progress: (Int) -> Void,
    finished: (Int, Generation) -> Void, isStopped: () -> Bool
  ) throws -> [Generation] {
    if tokenizer == nil && (!settings.stops.isEmpty || settings.firstLine) {
      throw GenerationError.stopsWithoutTokenizer
    }
    // Prompts of like length share a batch, so that little of the cache waits for the longest.
    let order = jobs.indices.sorted { (jobs[$0].capacity, $0) < (jobs[$1].capacity, $1) }
    var results: [Generation?] = Array(repeating: nil, count: jobs.count)
    var done = 0
    for members in batches(order, jobs) {
      var batch = GenerationBatch(
        members.map { jobs[$0] }, transformer, weights, endTokens: endTokens)
      while !batch.isFinished {
        if isStopped() { throw CancellationError() }
        for (member, generation) in try batch.step() {
          results[members[member]] = generation
          finished(members[member], generation)
          done += 1
        }
        progress(done)
      }
    }
    return results.compactMap(\.self)
  }

  /// - Throws: `GenerationError`, `ForwardError`.
  private func job(_ id: String, _ prompt: [Int], _ settings: GenerationSettings) throws -> GenerationJob {
    let spec = transformer.spec
    if prompt.isEmpty { throw GenerationError.emptyPrompt(id: id) }
    if let index = prompt.firstIndex(where: { $0 < 0 || $0 >= spec.vocabulary }) {
      throw ForwardError.tokenOutsideVocabulary(token: prompt[index], row: index, vocabulary: spec.vocabulary)
    }
    let fed = (transformer.softPrompt?.count ?? 0) + prompt.count
    if fed >= spec.context { throw GenerationError.promptFillsContext(id: id, tokens: fed, context: spec.context) }
    return GenerationJob(id: id, prompt: prompt, room: spec.context - fed, settings, tokenizer: tokenizer)
  }

  /// Cuts `order` into batches whose caches and logits fit the memory; at least one job each.
  private func batches(_ order: [Int], _ jobs: [GenerationJob]) -> [[Int]] {
    let spec = transformer.spec
    var batches: [[Int]] = []
    var used = 0
    for index in order {
      let needed =
        jobs[index].capacity * SequenceCache.bytesPerToken(spec) + spec.vocabulary * MemoryLayout<Float>.stride
      if batches.isEmpty || used + needed > memory {
        batches.append([])
        used = 0
      }
      batches[batches.count - 1].append(index)
      used += needed
    }
    return batches
  }
}
