public import MindstateNumerics

/// Hidden states of the same prompts under one condition, read at one or more positions, with what is needed to know
/// what was read: `mindstate.capture/1`.
///
/// On disk a capture is a safetensors file. With one position its tensors are
/// - one per site, named as the site, of shape [prompts, layers, d], or [tokens, layers, d] for `all`, `prompt-all` and
///   `answer-all`; F32, or F16 or BF16 where asked for;
/// - `token_ids` and `token_positions` (I64): which token each row was read at, and its place in what was fed;
/// - `offsets` (I64, [prompts + 1]) where a prompt has more than one token: prompt p has the tokens
///   offsets[p] ..< offsets[p + 1]. For `mean`, `prompt-mean` and `answer-mean` the states keep one row per prompt, and
///   these are the tokens averaged over.
///
/// With several positions every name is followed by `@` and its position: `resid@last`, `token_ids@answer-end`.
/// The three tensors of tokens may be missing, except `offsets` where rows are tokens.
///
/// `__metadata__`, all strings:
/// | key | value | when missing |
/// |---|---|---|
/// | `format` | `mindstate.capture/1` | refused |
/// | `prompt_ids` | JSON array of distinct strings | refused |
/// | `position` | the positions, joined by commas | refused |
/// | `layers` | JSON array: the layers of the first site that has more than one, or else of the first site | refused |
/// | `layers@SITE` | JSON array, for a site with other layers | as `layers`, or [0] for a site with one layer |
/// | `groups` | JSON array of strings, null where a prompt has none | no groups |
/// | `labels` | JSON object: name → array in the order of the prompts, null where a prompt has none | no labels |
/// | `condition` | its name | the file's name without extension |
/// | `wrapper`, `model`, `tool` | wrapper, checkpoint digest, program and version | empty |
///
/// Order of tensors and of metadata is free in a file; unknown metadata are ignored.
public struct Capture: Sendable {
  /// The name of the condition.
  public var condition: String
  /// The name of the wrapper that the prompts stood in.
  public var wrapper: String
  /// The digest of the checkpoint.
  public var model: String
  /// The program that made the capture, with its version.
  public var tool: String
  /// In the order of the rows.
  public var prompts: [CapturedPrompt]
  /// One per position.
  public var readings: [Reading]

  public init(
    condition: String, wrapper: String = "", model: String = "", tool: String = "", prompts: [CapturedPrompt],
    readings: [Reading]
  ) {
    self.condition = condition
    self.wrapper = wrapper
    self.model = model
    self.tool = tool
    self.prompts = prompts
    self.readings = readings
  }
}

/// What a capture says of a prompt.
public struct CapturedPrompt: Sendable {
  /// Unique in a capture; captures are matched by it.
  public var id: String
  /// Prompts of one group are dependent: one cluster of the statistics.
  public var group: String?
  /// In the order of the prompt file; a label that a prompt lacks is not listed.
  public var labels: [(name: String, value: JSON)]

  public init(id: String, group: String? = nil, labels: [(name: String, value: JSON)] = []) {
    self.id = id
    self.group = group
    self.labels = labels
  }
}

/// The states at one position.
public struct Reading: Sendable {
  /// `last`, `answer-end`, `all`, …
  public var position: String
  public var sites: [SiteStates]
  /// The token each row was read at or, where rows are means, the tokens averaged over.
  public var tokenIDs: [Int]?
  /// The place of each of these tokens in what was fed, from 0.
  public var tokenPositions: [Int]?
  /// Prompt p has the tokens `offsets[p]..<offsets[p + 1]`; nil where each prompt has one.
  public var offsets: [Int]?

  public init(
    position: String, sites: [SiteStates], tokenIDs: [Int]? = nil, tokenPositions: [Int]? = nil, offsets: [Int]? = nil
  ) {
    self.position = position
    self.sites = sites
    self.tokenIDs = tokenIDs
    self.tokenPositions = tokenPositions
    self.offsets = offsets
  }
}

/// The states of one site at one position.
public struct SiteStates: Sendable {
  /// `resid`, `attn_out`, …
  public var site: String
  /// Which layers, in the order of the columns.
  public var layers: [Int]
  /// Rows × (layers · width): the layers of a row lie beside each other.
  public var states: Matrix

  public init(site: String, layers: [Int], states: Matrix) {
    self.site = site
    self.layers = layers
    self.states = states
  }

  /// The length of one state.
  public var width: Int { layers.isEmpty ? 0 : states.columns / layers.count }

  /// The states of the layer at `index` in `layers` as a view. O(1).
  public func layer(at index: Int) -> Matrix { states[columns: index * width..<(index + 1) * width] }
}
