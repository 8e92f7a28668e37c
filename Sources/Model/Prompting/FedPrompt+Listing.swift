extension FedPrompt {
  /// One line a token, for reading: index, id, span in UTF-8 bytes, token as the vocabulary spells it, marks.
  ///
  /// Marks: `prompt` (a token of the prompt itself), `last`, `answer`, `answer-end`, `turn` (said in the answer's turn
  /// beside the answer, such as its end), `special` (added by the tokenizer's template), `straddles` (lies across a
  /// border of the prompt, see `Alignment.strict`).
  public func listing(tokenizer: Tokenizer?) -> [String] {
    let texts = tokens.indices.map { tokenizer?.tokenText(tokens[$0]).map(quoted) ?? "" }
    let idWidth = tokens.map { String($0).utf8.count }.max() ?? 0
    let indexWidth = String(tokens.count - 1).utf8.count
    let places = spans.map { $0.isEmpty ? "-" : "\($0.lowerBound)..<\($0.upperBound)" }
    let placeWidth = places.map(\.utf8.count).max() ?? 0
    let textWidth = min(24, texts.map(\.count).max() ?? 0)
    return tokens.indices.map { index in
      let line =
        padded(String(index), indexWidth, left: true) + "  " + padded(String(tokens[index]), idWidth, left: true) + "  "
        + padded(places[index], placeWidth) + "  " + padded(texts[index], textWidth) + "  "
        + marks(of: index).joined(separator: " ")
      return trimmedRight(line)
    }
  }

  private func marks(of index: Int) -> [String] {
    var marks: [String] = []
    if promptTokens.contains(index) { marks.append("prompt") }
    if index == promptEnd { marks.append("last") }
    if let answer = answerTokens, answer.contains(index) {
      marks.append(index == answer.upperBound - 1 ? "answer-end" : "answer")
    } else if let turn = turnTokens, turn.contains(index) {
      marks.append("turn")
    } else if !text.isEmpty, spans[index].isEmpty {
      marks.append("special")
    }
    if index == straddling.start?.token || index == straddling.end?.token { marks.append("straddles") }
    return marks
  }

  private func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return left ? space + text : text + space
  }

  private func trimmedRight(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
