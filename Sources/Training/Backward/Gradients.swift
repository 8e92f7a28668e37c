package import MindstateModel
package import MindstateNumerics

/// Gradients of what a plan asks for, each in the layout of its tensor in `Parameters.entries`.
package struct Gradients: Sendable {
  package let plan: GradientPlan
  private var matrices: [Matrix?]
  private var promptMatrix: Matrix?
  /// Places whose content is to be taken as zeros: writing zeros over a large matrix costs as much as reading it.
  private var isZero: [Bool]
  private var promptIsZero = true

  /// Zeros.
  /// - Parameter softPromptVectors: k, where the plan includes a soft prompt.
  package init(for parameters: Parameters, plan: GradientPlan, softPromptVectors: Int = 0) {
    self.plan = plan
    matrices = parameters.entries.indices.map { index in
      guard plan.entries.contains(index) else { return nil }
      let value = parameters.entries[index].value
      return Matrix(uninitialized: value.rows, value.columns)
    }
    promptMatrix = plan.softPrompt ? Matrix(uninitialized: softPromptVectors, parameters.spec.width) : nil
    isZero = [Bool](repeating: true, count: matrices.count)
  }

  /// Places of `Parameters.entries`.
  package var count: Int { matrices.count }

  /// The gradient of entry `index`, nil where the plan leaves it out.
  package subscript(index: Int) -> Matrix? {
    matrices[index].map { isZero[index] ? Matrix(rows: $0.rows, columns: $0.columns) : $0 }
  }

  /// The gradient of the soft prompt's vectors [k, width].
  package var softPrompt: Matrix? {
    promptMatrix.map { promptIsZero ? Matrix(rows: $0.rows, columns: $0.columns) : $0 }
  }

  /// All gradients, parallel to `Parameters.entries`.
  package var values: [Matrix?] { matrices.indices.map { self[$0] } }

  /// All become zero. O(1): the zeros are written by the next backward pass.
  package mutating func zero() {
    for i in isZero.indices { isZero[i] = true }
    promptIsZero = true
  }

  /// Where a backward pass writes. After `GradientSinks.finish` all of it counts as set.
  mutating func open() -> GradientSinks {
    var sinks = GradientSinks(entries: [], softPrompt: nil)
    for i in matrices.indices { sinks.entries.append(matrices[i].open(isZero: &isZero[i])) }
    sinks.softPrompt = promptMatrix.open(isZero: &promptIsZero)
    return sinks
  }
}

extension Optional<Matrix> {
  fileprivate mutating func open(isZero: inout Bool) -> GradientSinks.Sink? {
    guard var matrix = self else { return nil }
    self = nil  // so that the panel's memory is this matrix's alone
    let panel = Panel(exposing: &matrix)
    self = matrix
    defer { isZero = false }
    return GradientSinks.Sink(panel: panel, accumulating: !isZero)
  }
}

/// Where gradients are added during one backward pass: the first to write a place overwrites what is to be taken as
/// zeros, later ones add.
struct GradientSinks {
  struct Sink: Sendable {
    var panel: Panel
    /// Whether what is there counts.
    var accumulating: Bool
  }

  fileprivate(set) var entries: [Sink?]
  fileprivate(set) var softPrompt: Sink?

  /// The place of an entry for one writer; nil where no gradient is wanted.
  mutating func take(_ entry: Int?) -> Sink? {
    guard let entry, let sink = entries[entry] else { return nil }
    entries[entry]?.accumulating = true
    return sink
  }

  /// The place of an entry for adding rows here and there.
  mutating func takeForScattering(_ entry: Int?) -> Panel? { take(entry)?.zeroedIfUnset() }

  mutating func takeSoftPrompt() -> Panel? {
    defer { softPrompt?.accumulating = true }
    return softPrompt?.zeroedIfUnset()
  }

  /// Writes zeros where nobody wrote.
  mutating func finish() {
    for sink in entries { _ = sink?.zeroedIfUnset() }
    _ = softPrompt?.zeroedIfUnset()
  }
}

extension GradientSinks.Sink {
  fileprivate func zeroedIfUnset() -> Panel {
    if !accumulating { panel.fill(0) }
    return panel
  }
}
