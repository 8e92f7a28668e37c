import MindstateModel
import MindstateProbes

// The commands under a failed claim, with which a person who has the command line tool looks further. They are meant to
// be typed, so here, and nowhere else in a library, options are written out; `make lint` excepts this file by its name.

extension PairClaim {
  /// Captures of the roles, and their comparison.
  func commands(_ desk: AssertionDesk) -> [String] {
    let roles = [(x, "question"), (y, "target")] + (start.map { [($0, "start")] } ?? [])
    let layers = desk.layers.map(String.init).joined(separator: ",")
    return roles.map { $0.captureCommand(desk, to: "\($1).safetensors") } + [
      "mindstate compare --distances question.safetensors target.safetensors --start start.safetensors "
        + "--layers \(layers) --output out"
    ]
  }
}

extension ModeClaim {
  /// Captures of the modes and of what is placed among them, and the probe.
  func commands(_ desk: AssertionDesk) -> [String] {
    let modes = [mode] + others
    let names = (1...modes.count).map { "mode-\($0).safetensors" }
    return zip(modes, names).map { $0.captureCommand(desk, to: $1) }
      + [scored.captureCommand(desk, to: "scored.safetensors")]
      + ["mindstate modes --fit \(names.joined(separator: " ")) --score scored.safetensors"]
  }
}

extension TransferClaim {
  /// Captures of both conditions, and the probe.
  func commands(_ desk: AssertionDesk) -> [String] {
    [
      from.captureCommand(desk, to: "from.safetensors"), to.captureCommand(desk, to: "to.safetensors"),
      "mindstate probe from.safetensors to.safetensors --target \(Shell.quoted(target)) --probe \(probe.rawValue)",
    ]
  }
}

extension AssertedCondition {
  /// `mindstate capture …` for this condition.
  fileprivate func captureCommand(_ desk: AssertionDesk, to output: String) -> String {
    var words = ["mindstate", "capture", "--model", model]
    if let adapter { words += ["--adapter", adapter] }
    if let softPrompt { words += ["--soft-prompt", softPrompt] }
    switch template {
    case .named(let name): words += ["--wrapper", name]
    case .text: words += ["--wrapper", "WRAPPER.txt"]
    }
    if case .file(let path) = desk.asserted.source {
      words += ["--prompts", path]
    } else {
      words += ["--prompts", "PROMPTS.jsonl"]
    }
    if desk.reading.site != .resid { words += ["--sites", desk.reading.site.rawValue] }
    if desk.reading.position != .last { words += ["--position", desk.reading.position.description] }
    if let answers = desk.reading.answers { words += ["--answers", answers] }
    return (words + ["--output", output]).map(Shell.quoted).joined(separator: " ")
  }
}

/// Words of a command line.
enum Shell {
  /// `word` as a shell takes it for one word with nothing to expand.
  static func quoted(_ word: String) -> String {
    let harmless = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789-_=+,.:/@%".unicodeScalars.contains($0)
    }
    if harmless && !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
