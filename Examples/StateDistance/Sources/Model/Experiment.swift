/// Which conditions are to be compared: what `experiment.yaml` says.
public struct Experiment: Codable, Sendable {
  /// The prompt file, relative to the repository.
  public var prompts: String
  /// Two or more; the first gives mean and scale.
  public var conditions: [Condition]
}
