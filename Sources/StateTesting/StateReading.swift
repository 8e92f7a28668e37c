package import MindstateModel
package import MindstateProbes

/// Where in a prompt an assertion reads the states: ``last``, before the answer, if nothing is said.
public struct StatePosition: Sendable, Hashable {
  package let position: Position

  /// The last token before the answer: the wrapper's newline, where the model decides whether to answer.
  public static let last = StatePosition(position: .last)
  /// The first token that is fed, which may be the tokenizer's BOS.
  public static let first = StatePosition(position: .first)
  /// The mean over all tokens before the answer.
  public static let mean = StatePosition(position: .mean)
  /// The last token of the prompt itself, which has not read what the wrapper says after it.
  public static let promptLast = StatePosition(position: .promptLast)
  /// The mean over the tokens of the prompt itself.
  public static let promptMean = StatePosition(position: .promptMean)
  /// The last token of the answer, where the model decides whether to stop.
  public static let answerEnd = StatePosition(position: .answerEnd)
  /// The mean over the answer's tokens before its last.
  public static let answerMean = StatePosition(position: .answerMean)

  /// One token before the answer, counted from 0; a negative number counts from the end, -1 being the last.
  public static func index(_ index: Int) -> StatePosition { StatePosition(position: .index(index)) }

  /// One token of the answer before its last, counted from 0.
  public static func answer(_ index: Int) -> StatePosition { StatePosition(position: .answer(index)) }
}

/// Where in the network an assertion reads the states.
public enum StateSite: Sendable, Hashable, CaseIterable {
  /// The residual stream level by level: level 0 enters the first block, level l leaves block l − 1.
  case resid
  /// The token's embedding.
  case embed
  /// The stream that enters a block, lies between its branches, or leaves it.
  case residPre, residMid, residPost
  /// What a branch adds to the stream.
  case attnOut, mlpOut
  /// Inside a block; query and key before rotation.
  case query, key, value, attnZ, mlpPost
  /// After the last block.
  case finalNorm, logits

  package var site: Site {
    switch self {
    case .resid: .resid
    case .embed: .embed
    case .residPre: .residPre
    case .residMid: .residMid
    case .residPost: .residPost
    case .attnOut: .attnOut
    case .mlpOut: .mlpOut
    case .query: .query
    case .key: .key
    case .value: .value
    case .attnZ: .attnZ
    case .mlpPost: .mlpPost
    case .finalNorm: .finalNorm
    case .logits: .logits
    }
  }
}

/// The linear probe that reads a label.
public enum StateProbe: Sendable, Hashable, CaseIterable {
  /// Logistic regression with an L2 penalty.
  case logistic
  /// Least squares on ±1 indicators with an L2 penalty.
  case ridge
  /// Along the difference of the class means.
  case massMean
  /// The same, corrected for the covariance within classes.
  case massMeanWhitened
  /// Linear discriminant analysis.
  case lda
  /// The class whose mean is nearest.
  case nearestCentroid
  /// A reading vector: the first principal component of differences of pairs, signed by the labels.
  case pca

  package var kind: ProbeKind {
    switch self {
    case .logistic: .logistic
    case .ridge: .ridge
    case .massMean: .massMean
    case .massMeanWhitened: .massMeanWhitened
    case .lda: .lda
    case .nearestCentroid: .nearestCentroid
    case .pca: .reading
    }
  }
}
