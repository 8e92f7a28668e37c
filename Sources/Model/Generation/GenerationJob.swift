/// One prompt on its way to a continuation.
struct GenerationJob: Sendable {
  let id: String
  let prompt: [Int]
  /// New tokens it may have.
  let limit: Int
  /// Whether `limit` is the context's and not the caller's.
  let isLimitedByContext: Bool
  private var choice: TokenChoice
  private var streamed: StreamedText?
  private var cut: Int?
  private(set) var tokens: [Int] = []
  private var logProbabilities: [Double] = []
  private(set) var finish: Generation.Finish?

  /// - Parameter room: new tokens that the context has left, at least one.
  init(id: String, prompt: [Int], room: Int, _ settings: GenerationSettings, tokenizer: Tokenizer?) {
    self.id = id
    self.prompt = prompt
    limit = min(room, settings.maxNewTokens)
    isLimitedByContext = room < settings.maxNewTokens
    choice = TokenChoice(settings, name: id)
    streamed = tokenizer.map { StreamedText($0, prompt: prompt) }
  }

  /// Tokens that are fed at most: the last one chosen never is.
  var capacity: Int { prompt.count + limit - 1 }

  mutating func choose(_ logits: [Float]) -> Int { choice.next(logits) }

  /// Takes a token, and sees whether the continuation ends with it.
  mutating func take(_ token: Int, logProbability: Double, endTokens: Set<Int>, stops: [[UInt8]]) {
    if endTokens.contains(token) {
      finish = .end
      return
    }
    tokens.append(token)
    logProbabilities.append(logProbability)
    let settled = streamed?.settled.count ?? 0
    streamed?.append(token)
    if let text = streamed?.settled, text.count > settled,
      let start = stops.compactMap({ text.firstStart(of: $0, endingAfter: settled) }).min()
    {
      cut = start
      finish = .stop
    } else if tokens.count == limit {
      finish = isLimitedByContext ? .context : .length
    }
  }

  /// What came of it; nil while it is not at its end.
  var generation: Generation? {
    guard let finish, let text else { return nil }
    return Generation(id: id, tokens: tokens, text: text, finish: finish, logProbabilities: logProbabilities)
  }

  private var text: String? {
    guard let streamed else { return "" }
    return cut.map { String(decoding: streamed.settled[..<$0], as: UTF8.self) } ?? streamed.text
  }
}

extension [UInt8] {
  /// Where `wanted` first stands with its end past `end`.
  fileprivate func firstStart(of wanted: [UInt8], endingAfter end: Int) -> Int? {
    let first = Swift.max(0, end + 1 - wanted.count)
    guard first + wanted.count <= count else { return nil }
    return (first...count - wanted.count).first { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
