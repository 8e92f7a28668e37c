import Foundation
import MindstateProbes
import Model
import Numerics
import Yams

/// Compares the conditions of `experiment.yaml` and prints how far apart they are: once as the library gives it, once as
/// an angle. Leaves with 1 when a number is not as it must be.
@main
enum Main {
  static func main() {
    do {
      try run()
    } catch {
      // Every error of the library is one line: where, what against what, what to do.
      print("StateDistance: \(error)")
      exit(1)
    }
  }

  private static func run() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let repository = package.deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: package.appendingPathComponent("experiment.yaml"))
    let experiment = try YAMLDecoder().decode(Experiment.self, from: data)

    let table = try experiment.table(in: repository.path)
    print("cosine distance (angle in degrees) at the newline before the answer, levels 0, 1, … of the residual stream")
    let names = experiment.conditions.map(\.name)
    for (i, a) in names.enumerated() {
      for b in names[(i + 1)...] { print("  \(a) – \(b):  " + line(table.rows(between: a, and: b))) }
    }
    for caveat in table.caveats { print("caveat: \(caveat)") }

    let failed = Check.all(of: table).filter { !$0.holds }
    for check in failed { print("not so: \(check.claim)") }
    if !failed.isEmpty { exit(1) }
    print("all checks hold; the checkpoints are untrained, so the numbers mean nothing else")
  }

  private static func line(_ rows: [SimilarityRow]) -> String {
    rows.map { row in
      guard let distance = row.estimate.value else { return "–" }
      let degrees = Double.acos(1 - distance) * 180 / .pi
      return String(format: "%.4f (%.0f)", distance, degrees)
    }.joined(separator: "  ")
  }
}
