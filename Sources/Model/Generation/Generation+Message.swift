extension Generation {
  /// The continuation of `prompt` as the assistant's message: its text without the white space that a chat template
  /// puts before an answer itself, which would stand there twice when the text is forced as an answer. Under a wrapper
  /// it is what it was.
  package func message(after prompt: Prompt, under format: PromptFormat) -> Generation {
    guard case .chat(let chat) = format, let conversation = prompt.conversation else { return self }
    let space = chat.space(beforeAnswerTo: conversation)
    guard text.utf8.starts(with: space.utf8) else { return self }
    var message = self
    message.text = String(decoding: text.utf8.dropFirst(space.utf8.count), as: UTF8.self)
    return message
  }
}
