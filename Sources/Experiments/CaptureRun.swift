public import MindstateModel
import MindstateNumerics
import MindstateProbes
import MindstateStore

/// A capture being computed: passes of whole prompts, each of at most so many tokens, and the states they left.
struct CaptureRun {
  private let plan: SitePlan
  private let positions: [Position]
  private let fed: [FedPrompt]
  /// Rows before all others in every pass, which no position reads.
  private let virtualTokens: Int
  /// `rows[position][prompt]`: the prompt's tokens that the position reads; none where the prompt is left out.
  private let rows: [[[Int]]]
  /// `states[position][site]`, one piece a pass.
  private var states: [[[Matrix]]]

  var tokens: Int { fed.reduce(0) { $0 + $1.tokens.count } }

  /// - Parameter leavingOutUnanswered: a prompt without an answer has no row where a position reads one; else that is
  ///   an error.
  init(
    plan: SitePlan, positions: [Position], fed: [FedPrompt], leavingOutUnanswered: Bool = false,
    _ condition: ModelCondition
  ) throws {
    for (i, position) in positions.enumerated() where positions[..<i].contains(position) {
      throw SelectionError.repeatedPosition(position.description)
    }
    self.plan = plan
    self.positions = positions
    self.fed = fed
    virtualTokens = condition.virtualTokens
    rows = try positions.map { position in
      try fed.map { prompt in
        leavingOutUnanswered && position.needsAnswer && prompt.answerTokens == nil ? [] : try position.rows(of: prompt)
      }
    }
    states = positions.map { _ in plan.sites.map { _ in [] } }
    try checkMemory(condition.spec)
  }

  /// States are kept until they are written, so more than the machine can hold is refused before anything is computed.
  private func checkMemory(_ spec: TransformerSpec) throws {
    let width = plan.sites.reduce(0) { $0 + $1.layers.count * $1.site.width(in: spec) }
    let count = positions.indices.reduce(0) { sum, p in
      sum + rows[p].reduce(0) { $0 + (positions[p].isMean ? min(1, $1.count) : $1.count) }
    }
    try CaptureRunError.checkFits(bytes: count * width * 4, memory: System.physicalMemory)
  }

  mutating func compute(_ transformer: Transformer, batchTokens: Int, progress: any ProgressReporter) throws {
    let total = tokens
    var done = 0
    for pass in passes(of: batchTokens) {
      let size = pass.reduce(0) { $0 + fed[$1].tokens.count }
      let captured = try transformer.forward(
        TokenBatch(sequences: pass.map { fed[$0].tokens }, virtualTokens: virtualTokens),
        capturing: capturePlan(for: pass)
      ) { layers, all in progress.report(done: done + size * layers / all, total: total, what: "tokens") }
      for (p, reading) in captured.states.enumerated() {
        for (s, matrix) in reading.enumerated() {
          try check(matrix, position: p, site: s, pass: pass)
          states[p][s].append(matrix)
        }
      }
      done += size
    }
    progress.finish()
  }

  /// Prompts in their order, cut into passes of at most `limit` tokens; a longer prompt is a pass of its own.
  private func passes(of limit: Int) -> [[Int]] {
    var passes: [[Int]] = []
    var size = 0
    for (i, prompt) in fed.enumerated() {
      if passes.isEmpty || size + prompt.tokens.count > limit {
        passes.append([])
        size = virtualTokens
      }
      passes[passes.count - 1].append(i)
      size += prompt.tokens.count
    }
    return passes
  }

  private func capturePlan(for pass: [Int]) -> CapturePlan {
    var starts: [Int] = []
    var row = virtualTokens
    for prompt in pass {
      starts.append(row)
      row += fed[prompt].tokens.count
    }
    return CapturePlan(
      sites: plan.sites,
      readings: positions.indices.map { p in
        let groups = zip(pass, starts).map { prompt, start in rows[p][prompt].map { start + $0 } }
        return positions[p].isMean ? .means(groups.filter { !$0.isEmpty }) : .rows(groups.flatMap { $0 })
      })
  }

  /// States that overflowed are an error, not a number in a table.
  private func check(_ matrix: Matrix, position: Int, site: Int, pass: [Int]) throws {
    guard var row = matrix.firstNonFiniteRow else { return }
    var prompt = pass[0]
    for candidate in pass {
      prompt = candidate
      let tokens = rows[position][candidate].count
      let count = positions[position].isMean ? min(1, tokens) : tokens
      if row < count { break }
      row -= count
    }
    throw CaptureRunError.notFinite(
      prompt: fed[prompt].id, site: plan.sites[site].site, position: positions[position].description)
  }

  /// The readings of the finished capture; prompts that are left out at a position are not among its rows and offsets.
  func readings() throws -> [Reading] {
    positions.indices.map { p in
      let isRagged = positions[p].isMean || positions[p].isRagged
      let flat = rows[p].enumerated().flatMap { prompt, list in list.map { (prompt, $0) } }
      var offsets = [0]
      for list in rows[p] where !list.isEmpty { offsets.append(offsets[offsets.count - 1] + list.count) }
      return Reading(
        position: positions[p].description,
        sites: plan.sites.enumerated().map { s, entry in
          SiteStates(site: entry.site.rawValue, layers: entry.layers, states: Matrix(stacking: states[p][s]))
        },
        tokenIDs: flat.map { fed[$0].tokens[$1] }, tokenPositions: flat.map { $1 },
        offsets: isRagged ? offsets : nil)
    }
  }
}

extension CaptureRun {
  /// What the finished capture will hold, but for the states.
  func layouts(in spec: TransformerSpec) -> [ReadingLayout] {
    positions.indices.map { p in
      var offsets = [0]
      for list in rows[p] { offsets.append(offsets[offsets.count - 1] + list.count) }
      let flat = rows[p].enumerated().flatMap { prompt, list in list.map { (prompt, $0) } }
      return ReadingLayout(
        position: positions[p].description, sites: plan.layouts(in: spec),
        rows: positions[p].isMean
          ? .average(offsets: offsets) : positions[p].isRagged ? .ragged(offsets: offsets) : .token,
        tokenIDs: flat.map { fed[$0].tokens[$1] }, tokenPositions: flat.map { $1 })
    }
  }
}

/// What can go wrong while a capture is computed.
public enum CaptureRunError: Error, CustomStringConvertible, Sendable, Equatable {
  case notFinite(prompt: String, site: Site, position: String)
  case tooLarge(bytes: Int, memory: Int)
  case nothingAnswered(prompts: Int)

  /// Throws when states of so many bytes leave less than a tenth of the memory for everything else.
  package static func checkFits(bytes: Int, memory: Int?) throws(CaptureRunError) {
    guard let memory, bytes > memory / 10 * 9 else { return }
    throw .tooLarge(bytes: bytes, memory: memory)
  }

  public var description: String {
    switch self {
    case .notFinite(let prompt, let site, let position):
      "prompt \(prompt): the state at \(site.rawValue), \(position) is not finite; the model's activations overflow "
        + "32-bit floats, so no number about them would mean anything"
    case .tooLarge(let bytes, let memory):
      "the states asked for take \(bytes >> 30) GiB, the machine has \(memory >> 30) GiB; ask for fewer sites, layers, "
        + "positions or prompts"
    case .nothingAnswered(let prompts):
      "all \(prompts) prompts have an answer that says nothing, so no position can read one; read a position before the "
        + "answer, such as last, or give other answers"
    }
  }
}
