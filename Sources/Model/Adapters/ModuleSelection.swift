import MindstateStore

/// Which modules of a model a LoRA's configuration names, by the rules of PEFT's `check_target_module_exists`, and with
/// what rank and scale.
struct ModuleSelection: Sendable {
  struct Choice: Sendable {
    let rank: Int
    /// The factor on B · A.
    let scale: Float
  }

  private var choices: [UTF8Key: Choice] = [:]

  /// What is chosen of the module called `name`; nil where it is not adapted.
  subscript(name: String) -> Choice? { choices[UTF8Key(name)] }

  /// - Parameters:
  ///   - modules: names with the layer they are in; nil outside the layers.
  ///   - path: the configuration, which errors about its regular expressions name.
  init(_ settings: LoRASettings, of modules: [(name: String, layer: Int?)], path: String) throws(ConfigError) {
    let rules = try SelectionRules(settings, path: path)
    for (name, layer) in modules where try rules.contains(name, layer: layer) {
      choices[UTF8Key(name)] = try rules.choice(for: name)
    }
  }
}

/// The rules of a configuration, their regular expressions compiled.
private struct SelectionRules {
  private enum Matcher {
    case listed([String])
    case pattern(WholeNamePattern)
    case allLinear
  }

  private let settings: LoRASettings
  private let targets: Matcher
  private let excluded: Matcher?
  private let layersPatterns: [WholeNamePattern]
  private let ranks: [(pattern: WholeNamePattern, value: Double)]
  private let alphas: [(pattern: WholeNamePattern, value: Double)]

  init(_ settings: LoRASettings, path: String) throws(ConfigError) {
    self.settings = settings
    targets = try Self.matcher(settings.targets, "target_modules", path)
    excluded = if let names = settings.excluded { try Self.matcher(names, "exclude_modules", path) } else { nil }
    var patterns: [WholeNamePattern] = []
    for pattern in settings.layersPattern {
      patterns.append(
        try WholeNamePattern("(?:.*\\.)?(?:\(pattern))\\.[0-9]+\\..*", field: "layers_pattern", path: path))
    }
    layersPatterns = patterns
    ranks = try Self.overrides(settings.rankOverrides, "rank_pattern", path)
    alphas = try Self.overrides(settings.alphaOverrides, "alpha_pattern", path)
  }

  func contains(_ name: String, layer: Int?) throws(ConfigError) -> Bool {
    if let excluded, try Self.matches(excluded, name, isInLayer: layer != nil) { return false }
    guard try Self.matches(targets, name, isInLayer: layer != nil) else { return false }
    // A module listed by its whole name is adapted whatever the layers.
    guard let layers = settings.layers, case .listed(let names) = targets, !names.contains(name) else { return true }
    guard let layer, layers.contains(layer) else { return false }
    if layersPatterns.isEmpty { return true }
    for pattern in layersPatterns where try pattern.matches(name) { return true }
    return false
  }

  func choice(for name: String) throws(ConfigError) -> ModuleSelection.Choice {
    let rank = try Self.value(ranks, name).map { Int($0) } ?? settings.rank
    let alpha = try Self.value(alphas, name) ?? settings.alpha
    return ModuleSelection.Choice(rank: rank, scale: settings.scale(rank: rank, alpha: alpha))
  }

  private static func matches(_ matcher: Matcher, _ name: String, isInLayer: Bool) throws(ConfigError) -> Bool {
    switch matcher {
    case .listed(let names): names.contains { name == $0 || name.hasSuffix("." + $0) }
    case .pattern(let pattern): try pattern.matches(name)
    case .allLinear: isInLayer
    }
  }

  private static func value(
    _ overrides: [(pattern: WholeNamePattern, value: Double)], _ name: String
  ) throws(ConfigError) -> Double? {
    for entry in overrides where try entry.pattern.matches(name) { return entry.value }
    return nil
  }

  private static func matcher(_ names: LoRASettings.Names, _ field: String, _ path: String) throws(ConfigError)
    -> Matcher
  {
    switch names {
    case .listed(let names): .listed(names)
    case .pattern(let pattern): .pattern(try WholeNamePattern(pattern, field: field, path: path))
    case .allLinear: .allLinear
    }
  }

  private static func overrides(
    _ list: [LoRASettings.Override], _ field: String, _ path: String
  ) throws(ConfigError) -> [(pattern: WholeNamePattern, value: Double)] {
    var result: [(pattern: WholeNamePattern, value: Double)] = []
    for entry in list {
      result.append((try WholeNamePattern("(?:.*\\.)?(?:\(entry.pattern))", field: field, path: path), entry.value))
    }
    return result
  }
}

/// A regular expression of a configuration, for whole names of modules.
private struct WholeNamePattern {
  /// Far more than any pattern needs that somebody wrote to name modules.
  private static let limit = 100_000

  private let text: String
  private let program: RegexProgram
  private let field: String
  private let path: String

  init(_ text: String, field: String, path: String) throws(ConfigError) {
    self.text = text
    self.field = field
    self.path = path
    do throws(RegexError) { program = try RegexProgram("\\A(?:\(text))\\z") } catch {
      throw ConfigError(
        path: path, field: field,
        problem: .inconsistent("\"\(text)\" is no regular expression that can be used: \(error.construct)"))
    }
  }

  func matches(_ name: String) throws(ConfigError) -> Bool {
    let bytes = Array(name.utf8)
    var matcher = RegexMatcher(program, bytes, bytes.indices)
    if let result = matcher.matchesWhole(limit: Self.limit) { return result }
    throw ConfigError(
      path: path, field: field,
      problem: .inconsistent("\"\(text)\" takes too many steps on \(name); repeats inside repeats do this"))
  }
}
