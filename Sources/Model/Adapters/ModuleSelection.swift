/// Which modules a LoRA's configuration names, by the rules of PEFT's `check_target_module_exists`.
struct ModuleSelection: Sendable {
  private enum Matcher: Sendable {
    case listed([String])
    case pattern(RegexProgram)
    case allLinear
  }

  private let targets: Matcher
  private let excluded: Matcher?
  private let layers: [Int]?
  private let layersPatterns: [RegexProgram]
  private let ranks: [(pattern: RegexProgram, value: Double)]
  private let alphas: [(pattern: RegexProgram, value: Double)]
  private let settings: LoRASettings

  /// - Parameter path: the configuration, which errors about its regular expressions name.
  init(_ settings: LoRASettings, path: String) throws(ConfigError) {
    self.settings = settings
    targets = try Self.matcher(settings.targets, "target_modules", path)
    excluded = if let names = settings.excluded { try Self.matcher(names, "exclude_modules", path) } else { nil }
    layers = settings.layers
    var patterns: [RegexProgram] = []
    for pattern in settings.layersPattern {
      patterns.append(try Self.program("(?:.*\\.)?(?:\(pattern))\\.[0-9]+\\..*", "layers_pattern", path))
    }
    layersPatterns = patterns
    ranks = try Self.overrides(settings.rankOverrides, "rank_pattern", path)
    alphas = try Self.overrides(settings.alphaOverrides, "alpha_pattern", path)
  }

  /// Whether the module inside layer `layer` is adapted; `layer` is nil outside the layers.
  func contains(_ name: String, layer: Int?) -> Bool {
    if let excluded, Self.matches(excluded, name, isLayer: layer != nil) { return false }
    guard Self.matches(targets, name, isLayer: layer != nil) else { return false }
    guard let layers, case .listed(let names) = targets, !names.contains(name) else { return true }
    guard let layer, layers.contains(layer) else { return false }
    return layersPatterns.isEmpty || layersPatterns.contains { Self.matchesWhole($0, name) }
  }

  func rank(of name: String) -> Int {
    ranks.first { Self.matchesWhole($0.pattern, name) }.map { Int($0.value) } ?? settings.rank
  }

  /// The factor on B · A.
  func scale(of name: String) -> Float {
    let alpha = alphas.first { Self.matchesWhole($0.pattern, name) }?.value ?? settings.alpha
    return settings.scale(rank: rank(of: name), alpha: alpha)
  }

  private static func matches(_ matcher: Matcher, _ name: String, isLayer: Bool) -> Bool {
    switch matcher {
    case .listed(let names): names.contains { name == $0 || name.hasSuffix("." + $0) }
    case .pattern(let program): matchesWhole(program, name)
    case .allLinear: isLayer
    }
  }

  private static func matchesWhole(_ program: RegexProgram, _ name: String) -> Bool {
    let bytes = Array(name.utf8)
    var found = false
    TextPattern.regex(program).forEachMatch(in: bytes, bytes.indices) { found = found || ($0 == 0 && $1 == bytes.count) }
    return found
  }

  private static func matcher(_ names: LoRASettings.Names, _ field: String, _ path: String) throws(ConfigError) -> Matcher
  {
    switch names {
    case .listed(let names): .listed(names)
    case .pattern(let pattern): .pattern(try program(pattern, field, path))
    case .allLinear: .allLinear
    }
  }

  private static func overrides(
    _ list: [LoRASettings.Override], _ field: String, _ path: String
  ) throws(ConfigError) -> [(pattern: RegexProgram, value: Double)] {
    var result: [(pattern: RegexProgram, value: Double)] = []
    for entry in list { result.append((try program("(?:.*\\.)?(?:\(entry.pattern))", field, path), entry.value)) }
    return result
  }

  /// A pattern that matches whole names only.
  private static func program(_ pattern: String, _ field: String, _ path: String) throws(ConfigError) -> RegexProgram {
    do throws(RegexError) { return try RegexProgram("\\A(?:\(pattern))\\z") } catch {
      throw ConfigError(
        path: path, field: field,
        problem: .inconsistent("\"\(pattern)\" is no regular expression that can be used: \(error.construct)"))
    }
  }
}
