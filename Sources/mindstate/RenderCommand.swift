import ArgumentParser
import MindstateExperiments
import MindstateModel
import MindstateStore

struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Print prompts as a chat template renders them, one JSON object a line.",
    usage: "mindstate render [<model>] --prompts <file> [<options>]",
    discussion: """
      A prompt is a line with messages and any variables the template reads (tools, documents, …), or with text, which \
      is then the one message of a user. The template is the model's own, or a file.

        mindstate render MODEL --prompts PROMPTS
        mindstate render --chat-template chat.jinja --bos-token '<s>' \\
          --prompts PROMPTS

      A line of what it prints:

          {"id":"p0","text":"<s>[INST] What is a bond? [/INST]"}
      """)

  @Argument(help: ArgumentHelp("Checkpoint directory; not needed with a template file.", valueName: "model"))
  var model: String?
  @Option(help: ArgumentHelp("JSONL file of prompts: id, and messages or text.", valueName: "file"))
  var prompts: String
  @OptionGroup var chat: ConversationOptions
  @Option(parsing: .unconditional, help: ArgumentHelp("In place of the model's bos_token.", valueName: "text"))
  var bosToken: String?
  @Option(parsing: .unconditional, help: ArgumentHelp("In place of the model's eos_token.", valueName: "text"))
  var eosToken: String?
  @Flag(help: "End with the last message, not where an answer begins.")
  var noGenerationPrompt = false

  func validate() throws {
    if model == nil && chat.options.chatTemplate == nil {
      throw ValidationError("give a checkpoint directory, or a template with --chat-template")
    }
  }

  func run() throws {
    var request = RenderRequest(model: model, prompts: prompts)
    request.chat = chat.request
    request.chat.addGenerationPrompt = !noGenerationPrompt
    if let bosToken { request.chat.specialTokens.append(("bos_token", bosToken)) }
    if let eosToken { request.chat.specialTokens.append(("eos_token", eosToken)) }
    try request.run { id, text in
      let line = JSONObject([("id", .string(id)), ("text", .string(text))])
      try StandardOutput.write(JSON.object(line).serialized() + "\n")
    }
  }
}
