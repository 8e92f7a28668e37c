import ArgumentParser
import MindstateExperiments

/// Which of what captures hold is looked at.
struct ReadingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only these sites, comma-separated.", valueName: "sites"))
  private var sites: String?
  @Option(help: ArgumentHelp("Only these layers, as 0,4-6.", valueName: "layers"), transform: List.layers)
  private var layers = LayerSelection.all
  @Option(parsing: .unconditional, help: ArgumentHelp("Only these positions, comma-separated.", valueName: "positions"))
  private var positions: String?

  /// nil: all that are there.
  var chosenSites: [String]? { sites.map(List.names) }
  var chosenPositions: [String]? { positions.map(List.names) }
  var chosenLayers: [Int]? { if case .listed(let chosen) = layers { chosen } else { nil } }
}

/// Draws and their seed.
struct DrawOptions: ParsableArguments {
  @Option(help: "Draws of each bootstrap and each null.")
  var resamples = 2000
  @Option(help: "Seed of all that is drawn.")
  var seed: UInt64 = 0

  func validate() throws {
    if resamples < 1 { throw ValidationError("--resamples must be at least 1, not \(resamples)") }
  }
}

/// How prompts are held out.
struct FoldOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folds of prompts.", valueName: "n"))
  var folds = 5

  func validate() throws {
    if folds < 2 { throw ValidationError("--folds must be at least 2, not \(folds)") }
  }
}
