import ArgumentParser
import MindstateExperiments
import MindstateStore

/// The command line: what a person types, and nothing of what it means; that is in the libraries.
struct Mindstate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mindstate",
    abstract: "Do fine-tuning and prompting land a language model in the same internal state?",
    discussion: """
      The same prompts go through a model under several conditions (base or tuned, bare or in a wrapper), the \
      residual stream is captured, and statistics with controls say how near the states are.

        mindstate inspect BASE
        mindstate capture --model BASE --prompts PROMPTS --wrapper qa \\
          --output base-qa.safetensors
        mindstate capture --model TUNED --prompts PROMPTS \\
          --output tuned-bare.safetensors
        mindstate capture --model BASE --prompts PROMPTS \\
          --output base-bare.safetensors
        mindstate compare --question tuned-bare.safetensors \\
          --target base-qa.safetensors --start base-bare.safetensors \\
          --output out

      Exit codes: 0 success; 1 an input or the system refused, said in one line on standard error; 64 wrong usage; \
      130 interrupted. Results are written whole or not at all.
      """,
    version: Tool.description,
    subcommands: [
      DemoCommand.self, InspectCommand.self, TokenizeCommand.self, RenderCommand.self, CaptureCommand.self,
      CompareCommand.self,
      ProbeCommand.self, ModesCommand.self, TrajectoryCommand.self, SweepCommand.self, ReportCommand.self,
      AssertCommand.self,
      GenerateCommand.self, TrainCommand.self, SoftPromptCommand.self, TrainTokenizerCommand.self, LabCommand.self,
      CeilingCommand.self, TokenizerSpeedCommand.self, TrainSpeedCommand.self, ProbeSpeedCommand.self,
      CalibrateCommand.self, CompletionsCommand.self,
    ])

  /// Without a command: a page for the one who has just come.
  func run() throws { try StandardOutput.say(Welcome.text) }
}

@main
enum Program {
  static func main() {
    Startup.prepare()
    var running: (any ParsableCommand.Type)?
    do {
      try CommandNames.check(Array(CommandLine.arguments.dropFirst()))
      var command = try Mindstate.parseAsRoot()
      running = type(of: command)
      try command.run()
    } catch {
      ExitCodes.leave(with: error, from: running)
    }
  }
}
