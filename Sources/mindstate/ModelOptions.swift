import ArgumentParser

/// The model of a condition, as every command that runs one takes it.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Checkpoint directory: config.json, safetensors, tokenizer.json.", valueName: "dir"))
  var model: String
  @Option(help: ArgumentHelp("LoRA in PEFT's layout, merged into the model.", valueName: "dir"))
  var adapter: String?
  @Option(help: ArgumentHelp("Soft prompt in PEFT's layout, put before every prompt.", valueName: "dir"))
  var softPrompt: String?
}
