import MindstateModel
import MindstateNumerics

/// What enters the first block: embeddings of tokens or vectors of a soft prompt, and learned positions.
struct EmbeddingPass: Sendable {
  private let tokens: Matrix
  private let tokenEntry: Int
  private let positions: Matrix?
  private let positionEntry: Int?
  private let softPrompt: Matrix?

  init(_ parameters: Parameters, softPrompt: Matrix?) throws(CheckpointError) {
    (tokenEntry, tokens) = try parameters.place(of: .tokenEmbedding, layer: nil)
    switch parameters.spec.positions {
    case .learned: (positionEntry, positions) = try parameters.place(of: .positionEmbedding, layer: nil)
    case .rotary: (positionEntry, positions) = (nil, nil)
    }
    self.softPrompt = softPrompt
  }

  func forward(_ rows: PackedRows, into x: Panel) {
    for (row, input) in rows.inputs.enumerated() {
      if input >= 0 {
        x[rows: row..<row + 1].copy(tokens[rows: input..<input + 1])
      } else if let softPrompt {
        x[rows: row..<row + 1].copy(softPrompt[rows: -1 - input..<(-input)])
      }
      if let positions {
        let position = rows.positions[row]
        x[rows: row..<row + 1].add(positions[rows: position..<position + 1])
      }
    }
  }

  /// Adds the rows of `dx` to the gradients of what entered them, in the order of rows.
  func backward(_ dx: Matrix, _ rows: PackedRows, _ sinks: inout GradientSinks) {
    let tokenSink = sinks.takeForScattering(tokenEntry)
    let positionSink = sinks.takeForScattering(positionEntry)
    let promptSink = sinks.takeSoftPrompt()
    for (row, input) in rows.inputs.enumerated() {
      let gradient = dx[rows: row..<row + 1]
      if input >= 0 {
        tokenSink?[rows: input..<input + 1].add(gradient)
      } else {
        promptSink?[rows: -1 - input..<(-input)].add(gradient)
      }
      let position = rows.positions[row]
      positionSink?[rows: position..<position + 1].add(gradient)
    }
  }
}
