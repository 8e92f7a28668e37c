package import MindstateNumerics
public import MindstateStore

/// One condition as a comparison sees it: prompts, the shape of what was read, and a way to read the states of one
/// site, layer and position.
public struct ConditionStates: Sendable {
  /// What tells this capture from others of the same condition: the file's name.
  public var label: String
  /// The capture's own name of its condition; may be empty.
  public var condition: String
  public var promptIDs: [String]
  /// The cluster label of each prompt.
  public var groups: [String?]
  /// What the capture says of its prompts: for probes.
  public var labels: [PromptLabel] = []
  public var readings: [ReadingLayout]
  /// All rows at (site, position, index of the layer in the site's list): [rows, width].
  package var states: @Sendable (_ site: String, _ position: String, _ layerIndex: Int) throws -> Matrix

  package init(
    label: String, condition: String, promptIDs: [String], groups: [String?], readings: [ReadingLayout],
    states: @escaping @Sendable (String, String, Int) throws -> Matrix
  ) {
    self.label = label
    self.condition = condition
    self.promptIDs = promptIDs
    self.groups = groups
    self.readings = readings
    self.states = states
  }
}

/// One label of the prompts of a capture.
public struct PromptLabel: Sendable, Equatable {
  public var name: String
  /// In the order of the prompts; null for a prompt without it.
  public var values: [JSON]

  public init(name: String, values: [JSON]) {
    self.name = name
    self.values = values
  }
}

/// What was read at one position.
public struct ReadingLayout: Sendable, Equatable {
  /// How the rows of the states belong to prompts.
  public enum Rows: Sendable, Equatable {
    /// One token a prompt.
    case token
    /// One row a prompt, averaged over the tokens between its offsets.
    case average(offsets: [Int]?)
    /// Several rows a prompt, those between its offsets.
    case ragged(offsets: [Int])
  }

  public var position: String
  public var sites: [SiteLayout]
  public var rows: Rows
  /// The token of each row (of each averaged token, for an average); nil where the file does not say.
  public var tokenIDs: [Int]?
  /// Where in the fed sequence each of these tokens stands.
  public var tokenPositions: [Int]?

  public init(
    position: String, sites: [SiteLayout], rows: Rows, tokenIDs: [Int]? = nil, tokenPositions: [Int]? = nil
  ) {
    self.position = position
    self.sites = sites
    self.rows = rows
    self.tokenIDs = tokenIDs
    self.tokenPositions = tokenPositions
  }

  /// The tokens of prompt `index` as a range of `tokenIDs`; nil where that is not known.
  func tokens(ofPrompt index: Int) -> Range<Int>? {
    switch rows {
    case .token: index..<index + 1
    case .average(let offsets): offsets.map { $0[index]..<$0[index + 1] }
    case .ragged(let offsets): offsets[index]..<offsets[index + 1]
    }
  }

  /// The rows of states that belong to prompt `index`.
  func rows(ofPrompt index: Int) -> Range<Int> {
    if case .ragged(let offsets) = rows { return offsets[index]..<offsets[index + 1] }
    return index..<index + 1
  }

  var isRagged: Bool { if case .ragged = rows { true } else { false } }
}

/// One site of a reading.
public struct SiteLayout: Sendable, Equatable {
  public var site: String
  public var layers: [Int]
  public var width: Int

  public init(site: String, layers: [Int], width: Int) {
    self.site = site
    self.layers = layers
    self.width = width
  }
}
