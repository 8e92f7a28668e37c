/// What to keep in mind when reading a comparison; travels with the result into table, report and terminal.
public enum Caveat: Sendable, Equatable {
  case fewPrompts(prompts: Int, clusters: Int)
  case tokensDiffer(conditionA: String, conditionB: String, position: String, prompts: Int, of: Int)
  case tokensLeftOut(conditionA: String, conditionB: String, position: String, tokens: Int, of: Int)
  case tokensNotAligned(conditionA: String, conditionB: String, position: String, prompts: Int, of: Int)
  case noTokenIDs(condition: String, position: String)
  case firstTokenRead(condition: String, position: String, prompts: Int)
  case outlierNorms(condition: String, site: String, position: String, rows: Int, of: Int)
  case paraphrasesNotAdmitted(Int)
  case identicalConditions(conditionA: String, conditionB: String)
  case identicalPrompts(condition: String, prompts: [String])
}

extension Caveat: CustomStringConvertible {
  /// One line: what is the case, what it means, what to do.
  public var description: String {
    switch self {
    case .fewPrompts(let prompts, let clusters):
      "\(prompts) prompts in \(clusters) clusters: intervals are too narrow below about 20. Use more prompts."
    case .tokensDiffer(let a, let b, let position, let prompts, let of):
      "\(a) against \(b) at \(position): \(prompts) of \(of) prompts are read at different tokens (token_match=false), "
        + "which alone moves the state. Use wrappers that end in a newline."
    case .tokensLeftOut(let a, let b, let position, let tokens, let of):
      "\(a) against \(b) at \(position): \(tokens) of \(of) tokens differ and are left out (token_match=false)."
    case .tokensNotAligned(let a, let b, let position, let prompts, let of):
      "\(a) against \(b) at \(position): \(prompts) of \(of) prompts have different numbers of tokens, so there is no "
        + "value. Read one token a prompt, or answer-all over the same answer."
    case .noTokenIDs(let condition, let position):
      "\(condition) at \(position): the capture has no token_ids, so nobody knows whether equal tokens are compared. "
        + "Add the tensor token_ids."
    case .firstTokenRead(let condition, let position, let prompts):
      "\(condition) at \(position): \(prompts) prompts are read at the first token of the sequence, often an attention "
        + "sink whose state tells little. Read another position."
    case .outlierNorms(let condition, let site, let position, let rows, let of):
      "\(condition) at \(position): \(rows) of \(of) rows of \(site) are over 8 times as long as the median, as "
        + "attention sinks are. Leave such tokens out, or trust the standardised metrics only."
    case .paraphrasesNotAdmitted(let count):
      "\(count) paraphrases are taken as given: captures do not tell whether they keep the answer rate and the "
        + "next-token distribution of what they reword. Check that before you read anything into them."
    case .identicalConditions(let a, let b):
      "\(a) and \(b) hold the same states bit by bit. Check that they are two conditions."
    case .identicalPrompts(let condition, let prompts):
      "\(condition): \(prompts.count) prompts have the same states in every reading as another (\(prompts.prefix(5).joined(separator: ", "))). "
        + "Check that they are different prompts, read where they differ."
    }
  }
}
