import ArgumentParser
import MindstateExperiments
import MindstateStore

struct LabCurveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curve",
    abstract: "Draw the loss.csv of a training run as an SVG picture.",
    discussion: """
        mindstate lab curve data/lab/loss.csv --output loss.svg
      """)

  @Argument(help: ArgumentHelp("The loss.csv of mindstate train.", valueName: "file"))
  var log: String
  @Option(parsing: .unconditional, help: ArgumentHelp("Above the picture.", valueName: "text"))
  var title = "Loss while the model learns"
  @Option(help: ArgumentHelp("SVG file to write.", valueName: "file"))
  var output: String

  func run() throws {
    let svg = try LossCurve(reading: log).svg(title: title)
    try AtomicFile.write(to: output) { try $0.write(svg) }
  }
}
