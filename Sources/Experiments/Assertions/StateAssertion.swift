package import MindstateNumerics
import MindstateModel
import MindstateProbes
import MindstateStore

/// A claim about states, which a test or a script makes: it holds, or does not, or cannot be decided.
package struct StateAssertion: Sendable {
  package enum Claim: Sendable {
    case same(PairClaim)
    case different(PairClaim)
    case mode(ModeClaim)
    case transfer(TransferClaim)
  }

  /// What a report calls it; nil: made of the claim.
  package var name: String?
  package var claim: Claim
  package var prompts: AssertedPrompts
  package var reading = AssertedReading()
  package var seed: UInt64 = 0

  package init(_ claim: Claim, prompts: AssertedPrompts) {
    self.claim = claim
    self.prompts = prompts
  }

  /// Captures what is not captured yet, and looks.
  /// - Throws: what makes an answer impossible: a missing model, prompts that do not fit.
  package func outcome(shelf: CaptureShelf = .shared, workers: Workers = Workers()) throws -> AssertionOutcome {
    var desk = AssertionDesk(
      prompts: try prompts.read(), asserted: prompts, reading: reading, seed: seed, shelf: shelf, workers: workers)
    switch claim {
    case .same(let claim): return try claim.outcome(expecting: .same, at: &desk)
    case .different(let claim): return try claim.outcome(expecting: .different, at: &desk)
    case .mode(let claim): return try claim.outcome(at: &desk)
    case .transfer(let claim): return try claim.outcome(at: &desk)
    }
  }

  /// What a report calls the assertion.
  package var title: String {
    if let name { return name }
    switch claim {
    case .same(let claim): return "same: \(claim.x.title), \(claim.y.title)"
    case .different(let claim): return "different: \(claim.x.title), \(claim.y.title)"
    case .mode(let claim): return "mode: \(claim.scored.title) in \(claim.mode.title)"
    case .transfer(let claim): return "transfer: \(claim.target), \(claim.from.title) to \(claim.to.title)"
    }
  }
}

/// What all claims work with.
struct AssertionDesk {
  let prompts: PromptSet
  let asserted: AssertedPrompts
  let reading: AssertedReading
  let seed: UInt64
  let shelf: CaptureShelf
  let workers: Workers
  private var models: OpenedModels
  /// The layers of the first model; all must have them.
  private(set) var layers: [Int] = []

  init(
    prompts: PromptSet, asserted: AssertedPrompts, reading: AssertedReading, seed: UInt64, shelf: CaptureShelf,
    workers: Workers
  ) {
    self.prompts = prompts
    self.asserted = asserted
    self.reading = reading
    self.seed = seed
    self.shelf = shelf
    self.workers = workers
    models = OpenedModels(workers: workers)
  }

  /// The states under a condition; an error names it.
  mutating func states(_ condition: AssertedCondition) throws -> ConditionStates {
    do {
      let opened = try models.open(condition)
      if layers.isEmpty { layers = try reading.layers(in: opened.condition.spec) }
      return ConditionStates(
        try shelf.capture(condition, opened, prompts: prompts, reading: reading, workers: workers))
    } catch let error as AssertionError {
      throw error
    } catch {
      throw AssertionError.condition(condition.title, why: "\(error)")
    }
  }

  /// What makes a condition the one it is, whatever it is called: the model's digest, and the template.
  mutating func identity(of condition: AssertedCondition) throws -> [String] {
    do { return [try models.open(condition).digest, try condition.format().identity] } catch {
      throw AssertionError.condition(condition.title, why: "\(error)")
    }
  }

  mutating func states(_ conditions: [AssertedCondition]) throws -> [ConditionStates] {
    var list: [ConditionStates] = []
    for condition in conditions { list.append(try states(condition)) }
    return list
  }

  /// The text of a prompt, for messages.
  func text(of id: String) -> String? {
    guard case .text(let text)? = prompts.prompts.first(where: { $0.id == id })?.content else { return nil }
    return text
  }
}
