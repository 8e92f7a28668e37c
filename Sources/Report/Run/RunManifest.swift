import MindstateStore

/// What the report needs of `manifest.json`.
struct RunManifest: Sendable {
  static let file = "manifest.json"
  static let format = "mindstate.run/1"

  struct Condition: Sendable {
    var name: String
    var model: String?
    var adapter: String?
    var softPrompt: String?
    var wrapper: String?
    var role: String?
  }

  struct Pair: Sendable, Hashable {
    var x: String
    var y: String
  }

  /// A wrapper that did not come out of the self-test as it must, or that was not admitted, and why.
  struct Named: Sendable {
    var name: String
    var reason: String
  }

  var question: String?
  var tool: String?
  var reference: String?
  var conditions: [Condition] = []
  var pairs: [Pair] = []
  var paraphrases: [String] = []
  var irrelevant: [String] = []
  var ceilings: [String] = []
  var leftOut: [Named] = []
  var positions: [String] = []
  var metric: String?
  var margin: Double?
  var prompts: Int?
  var clusters: Int?
  var seed: Int?
  var caveats: [String] = []
  var selfTestPassed: Bool?
  var selfTestFailures: [String] = []
  /// Where it failed, in words: `resid at answer-end, layers 1, 2`.
  var selfTestPlaces: [String] = []
  /// Where the controls overlap and what to try, in a few lines.
  var overlapLines: [String] = []
  var captures: [String] = []
  /// When an answer is correct, in words, with the setting: `… contains the reference (contains, first-line)`.
  var scoring: String?

  /// - Parameter path: only for messages.
  init(parsing bytes: [UInt8], path: String) throws(ReportError) {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: bytes) } catch { throw .manifest(file: path, error) }
    let format = json["format"]?.stringValue ?? "missing"
    if format != Self.format { throw .format(file: path, found: format, expected: Self.format) }
    guard let entries = json["conditions"]?.arrayValue else {
      throw .member(file: path, name: "conditions", expected: "an array")
    }
    conditions = entries.compactMap(Condition.init)
    readQuestion(json["question"])
    leftOut = json["left_out"].named
    caveats = json["caveats"].names
    positions = json["positions"].names
    tool = json["tool"]?.stringValue
    metric = json["metric"]?.stringValue
    margin = json["margin"]?.doubleValue
    prompts = json["prompts"]?.intValue
    clusters = json["clusters"]?.intValue
    seed = json["seed"]?.intValue
    selfTestPassed = json["self_test"]?["passed"]?.boolValue
    selfTestFailures = (json["self_test"]?["failures"]).names
    selfTestPlaces = (json["self_test"]?["places"]?.arrayValue ?? []).compactMap(Self.place)
    let told = (json["self_test"]?["overlap_summary"]).names
    // Manifests of before have a line a layer and no summary.
    let lines = (json["self_test"]?["overlaps"]).names
    let more = lines.count > 3 ? "; and \(lines.count - 3) more in manifest.json." : "."
    overlapLines =
      !told.isEmpty || lines.isEmpty
      ? told : ["No verdict where the controls overlap: \(lines.prefix(3).joined(separator: "; "))\(more)"]
    captures = entries.flatMap { [$0["capture"], $0["answer_capture"]].compactMap { $0?.stringValue } }
    scoring = Self.scoring(json["scoring"])
  }

  private static func scoring(_ json: JSON?) -> String? {
    guard let words = json?["words"]?.stringValue else { return nil }
    let settings = [json?["mode"], json?["span"]].compactMap { $0?.stringValue }
    return settings.isEmpty ? words : "\(words) (\(settings.joined(separator: ", ")))"
  }

  private static func place(_ json: JSON) -> String? {
    guard let site = json["site"]?.stringValue, let position = json["position"]?.stringValue else { return nil }
    let layers = (json["layers"]?.arrayValue ?? []).compactMap(\.intValue)
    return
      "\(site) at \(position), layer\(layers.count == 1 ? "" : "s") \(layers.map(String.init).joined(separator: ", "))"
  }

  private mutating func readQuestion(_ json: JSON?) {
    question = json?["text"]?.stringValue ?? json?.stringValue
    reference = json?["reference"]?.stringValue
    pairs = (json?["pairs"]?.arrayValue ?? []).compactMap { pair in
      guard let x = pair["x"]?.stringValue, let y = pair["y"]?.stringValue else { return nil }
      return Pair(x: x, y: y)
    }
    paraphrases = (json?["paraphrases"]).names
    irrelevant = (json?["irrelevant"]).names
    ceilings = (json?["ceiling"]).names
  }
}

extension RunManifest.Condition {
  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.stringValue else { return nil }
    self.init(
      name: name, model: json["model"]?.stringValue, adapter: json["adapter"]?.stringValue,
      softPrompt: json["soft_prompt"]?.stringValue, wrapper: json["wrapper"]?.stringValue,
      role: json["role"]?.stringValue)
  }
}

extension JSON? {
  /// The strings of an array, one string alone, or the words of objects; nothing for anything else.
  fileprivate var names: [String] {
    if let text = self?.stringValue { return [text] }
    return (self?.arrayValue ?? []).compactMap { entry in
      entry.stringValue
        ?? entry.objectValue.map { object in
          object.members.map { "\($0.key): \($0.value.stringValue ?? $0.value.serialized())" }.joined(separator: ", ")
        }
    }
  }

  fileprivate var named: [RunManifest.Named] {
    (self?.arrayValue ?? []).compactMap { entry in
      entry["name"]?.stringValue.map { .init(name: $0, reason: entry["reason"]?.stringValue ?? "") }
    }
  }
}
