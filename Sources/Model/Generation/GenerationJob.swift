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
  private var stops: StopTexts
  /// nil: every line counts.
  private var line: FirstLine?
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
    stops = StopTexts(settings.stops, tokenizer)
    line = settings.firstLine ? FirstLine() : nil
  }

  /// Tokens that are fed at most: the last one chosen never is.
  var capacity: Int { prompt.count + limit - 1 }

  mutating func choose(_ logits: [Float]) -> Int { choice.next(logits) }

  /// Takes a token, and sees whether the continuation ends with it.
  mutating func take(_ token: Int, logProbability: Double, endTokens: Set<Int>) {
    if endTokens.contains(token) {
      finish = .end
      return
    }
    tokens.append(token)
    logProbabilities.append(logProbability)
    streamed?.append(token)
    let text = streamed?.settled ?? []
    line?.read(on: text)
    if let start = stops.start(after: token, in: text) {
      cut = start
      finish = .stop
    } else if line?.end != nil {
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
    let text = cut.map { String(decoding: streamed.settled[..<$0], as: UTF8.self) } ?? streamed.text
    return line == nil ? text : FirstLine.of(text)
  }
}
