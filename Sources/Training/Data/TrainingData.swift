/// Examples to learn from, made when they are asked for.
package protocol TrainingData: Sendable {
  /// At least 1.
  var count: Int { get }
  /// One sequence, or two where an example is a preference: the chosen and the rejected one.
  func example(_ index: Int) -> [TrainingSequence]
  /// Tokens of the longest sequence fed.
  var longest: (tokens: Int, name: String) { get }
}
