import ArgumentParser
import MindstateNumerics
import MindstateProbes
import MindstateStore

/// How long probes and similarity take on a capture: for `make bench-probes`, of no use in daily work.
struct ProbeSpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe-speed", abstract: "Time probes and similarity on one capture.", shouldDisplay: false)

  @Argument(help: ArgumentHelp("Capture with labels binary, ten and fold.", valueName: "path")) var capture: String
  @Argument(help: ArgumentHelp("What to time.", valueName: "task")) var task: ProbeSpeed.Task
  @Option(help: "How often; every time is printed.") var repeats = 3
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if repeats < 1 { throw ValidationError("--repeats must be at least 1, not \(repeats)") }
  }

  func run() throws {
    let speed = try ProbeSpeed(StateStore(path: capture), workers: Workers(threads: threads.threads))
    var seconds: [Double] = []
    var quality: [Double] = []
    for _ in 0..<repeats {
      let elapsed = try ContinuousClock().measure { quality = try speed.quality(of: task) }
      seconds.append(elapsed / .seconds(1))
    }
    let fields = JSONObject([
      ("seconds", .array(seconds.map { .number($0) })), ("quality", .array(quality.map { .number($0) })),
    ])
    try StandardOutput.write(JSON.object(fields).serialized() + "\n")
  }
}
