import MindstateReport
import MindstateStore

/// The loss of a training run as a picture, from its `loss.csv`.
public struct LossCurve: Sendable {
  private var points: [(x: Double, y: Double)] = []

  /// Reads the columns `tokens` and `loss`.
  public init(reading path: String) throws {
    let text = String(decoding: try TextFile.read(path), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    guard let header = lines.first, let tokens = header.firstIndex(of: "tokens"),
      let loss = header.firstIndex(of: "loss")
    else { throw LossCurveError.noColumns(path) }
    for (number, line) in lines.enumerated().dropFirst() {
      guard line.count == header.count, let x = Double(line[tokens]), let y = Double(line[loss]) else {
        throw LossCurveError.badLine(path, number: number + 1)
      }
      points.append((x / 1e6, y))
    }
  }

  /// The mean loss of each of at most 200 runs of steps over the tokens learned from.
  public func svg(title: String) -> String {
    let run = max(1, (points.count + 199) / 200)
    let means = stride(from: 0, to: points.count, by: run).map { start in
      let steps = points[start..<min(start + run, points.count)]
      return (x: steps[steps.endIndex - 1].x, y: steps.reduce(0) { $0 + $1.y } / Double(steps.count))
    }
    return LinePlot(
      title: title, xLabel: "tokens, millions", yLabel: "loss, nats a token",
      lines: [.init(label: "training loss", points: means)]
    ).svg
  }
}

/// Why a file is no log of losses.
public enum LossCurveError: Error, CustomStringConvertible, Sendable, Equatable {
  case noColumns(String)
  case badLine(String, number: Int)

  public var description: String {
    switch self {
    case .noColumns(let path): "\(path): no columns tokens and loss; give the loss.csv that mindstate train writes"
    case .badLine(let path, let number): "\(path):\(number): tokens and loss are no numbers"
    }
  }
}
