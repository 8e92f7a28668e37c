import MindstateExperiments
import MindstateModel
import MindstateProbes
import MindstateStore
import Model

extension Condition {
  /// The residual stream under this condition, read at the newline before the answer.
  func states(of prompts: String, in repository: String) throws -> Capture {
    var request = CaptureRequest(model: "\(repository)/\(model)", prompts: "\(repository)/\(prompts)")
    // A name is looked up among the wrappers that come with mindstate; what has a slash is a file.
    request.wrapper = wrapper.contains("/") ? "\(repository)/\(wrapper)" : wrapper
    request.condition = name
    request.sites = [.resid]
    request.positions = [.last]
    return try request.capture()
  }
}

extension Experiment {
  /// Every pair of conditions, at every level of the stream.
  func table(in repository: String) throws -> SimilarityTable {
    let captures = try conditions.map { try $0.states(of: prompts, in: repository) }
    var comparison = Comparison(captures.map { ConditionStates($0) })
    comparison.metrics = [.cosineDistance, .cosineDistanceStandardised, .retrievalAt1]
    comparison.resamples = 200
    return try comparison.run()
  }
}
