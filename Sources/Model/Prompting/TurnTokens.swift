/// The tokens of a forced answer, and those of the turn that it is given in.
struct TurnTokens {
  /// The tokens of the answer's own text, at least one: all that hold a byte of it.
  var answer: Range<Int>
  /// What a model has to say in its turn: the answer, with white space that a chat template puts before it, and the end
  /// of the turn. Text that a template puts before the answer (an empty think block) is given, not said.
  var learned: Range<Int>
  /// Where nothing more is fed; nil where the text ends with the answer.
  var end: Int?

  init(answer: Range<Int>, learned: Range<Int>) {
    self.answer = answer
    self.learned = learned
  }

  /// Finds the answer of `rendered` among its tokens; nil where it has none.
  ///
  /// The end of the turn reaches from the answer to the first added token behind it (`<|im_end|>`, `</s>`): what a
  /// template writes behind that, most often a newline, belongs to no turn. Where no such token follows, nothing ends
  /// the turn, and it is the answer alone.
  init?(of rendered: RenderedPrompt, in encoding: Encoding, _ tokenizer: Tokenizer) {
    guard let span = rendered.answerSpan else { return nil }
    let first = rendered.firstToken(ofTurnIn: encoding)
    let turn = (first..<encoding.ids.count).filter { encoding.isText($0) }
    guard let last = turn.last else { return nil }
    let start =
      turn.first { encoding.spans[$0].upperBound > span.lowerBound || encoding.spans[$0].lowerBound >= span.lowerBound }
      ?? last + 1
    // An added token may have taken the white space at the end of the answer along.
    let close = turn.first {
      $0 >= start && encoding.spans[$0].upperBound > span.upperBound && tokenizer.isAdded(encoding.ids[$0])
    }
    let behind = turn.first {
      $0 >= start && encoding.spans[$0].lowerBound >= span.upperBound && !encoding.spans[$0].isEmpty
    }
    let stop = min(close ?? last + 1, behind ?? last + 1)
    if stop <= start { return nil }
    answer = start..<stop
    learned = (rendered.answerFollows ? first : start)..<(close.map { $0 + 1 } ?? stop)
    if close != nil || behind != nil { end = learned.upperBound }
  }
}
