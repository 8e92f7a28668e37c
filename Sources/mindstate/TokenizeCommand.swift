import ArgumentParser
import MindstateModel
import MindstateStore

struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Print the token ids of texts, one JSON object a line.",
    discussion: """
      Texts are taken as they are, without a wrapper; empty ones too. The ids are those of the Hugging Face tokenizers \
      library.

        mindstate tokenize MODEL --prompts PROMPTS

      A line of what it prints:

          {"id":"p0","tokens":[464,3139,286]}
      """)

  @Argument(help: ArgumentHelp("Checkpoint directory, or tokenizer.json.", valueName: "model"))
  var model: String
  @Option(help: ArgumentHelp("JSONL file: id and text.", valueName: "file"))
  var prompts: String
  @Flag(help: "Leave out the tokens (BOS) that the tokenizer adds.")
  var noSpecialTokens = false

  func run() throws {
    let tokenizer = try Tokenizer(path: model)
    let texts = try TextList.read(prompts)
    var output = ""
    for text in texts.texts {
      let ids = tokenizer.encode(text.text, addSpecialTokens: !noSpecialTokens).ids
      let line = JSONObject([("id", .string(text.id)), ("tokens", .array(ids.map { .integer($0) }))])
      output += JSON.object(line).serialized() + "\n"
      if output.utf8.count > 1 << 16 {
        try StandardOutput.write(output)
        output = ""
      }
    }
    try StandardOutput.write(output)
  }
}
