/// A metric's value for every prompt of a paired with every prompt of b.
///
/// The metric itself is the mean of the diagonal; under a permutation of b's prompts it is the mean of the entries
/// which that selects. All four metrics of this folder have this form.
public struct PairTable: Sendable {
  /// Which end of the scale means that two states are alike.
  public enum Closer: Sendable { case smaller, larger }

  public let prompts: Int
  /// Row by row: prompt i of a with prompt j of b at `i * prompts + j`.
  public let values: [Double]
  public let closer: Closer

  public init(prompts: Int, values: [Double], closer: Closer) {
    precondition(values.count == prompts * prompts, "\(values.count) values for \(prompts) × \(prompts) pairs")
    self.prompts = prompts
    self.values = values
    self.closer = closer
  }

  /// Each prompt with itself.
  public var perPrompt: [Double] { (0..<prompts).map { values[$0 * prompts + $0] } }

  /// The metric: the mean over prompts.
  public var value: Double { perPrompt.mean }
}
