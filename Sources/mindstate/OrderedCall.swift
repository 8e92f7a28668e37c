import MindstateStore

/// A call of `compare` as it once was, in which the order of files told their roles: what the same files are to be called
/// by now.
struct OrderedCall {
  private static let lists = ["--paraphrase", "--irrelevant", "--ceiling", "--crossed", "--question", "--distances"]
  private let command: CompareCommand

  init(_ command: CompareCommand) { self.command = command }

  var error: String {
    "captures are named by their roles, not by their order"
      + (start == nil ? ", and the start, as base/bare, is named, too" : "") + ":\n  "
      + words.map(Self.quoted).joined(separator: " ")
  }

  private var words: [String] {
    let captures = command.captures
    var words = ["mindstate", "compare"]
    if command.paraphrase.isEmpty && command.irrelevant.isEmpty && command.crossed.isEmpty {
      words += ["--distances"] + captures + ["--start", start ?? captures.first ?? Self.missing("START")]
      return words + others
    }
    let questions = captures.indices.filter { $0 != 1 && captures[$0] != start }.map { captures[$0] }
    words += ["--question"] + (questions.isEmpty ? [Self.missing("X")] : questions)
    words += [
      "--target", captures.count > 1 ? captures[1] : Self.missing("Y"), "--start", start ?? Self.missing("START"),
    ]
    return words + others
  }

  private static func missing(_ name: String) -> String { "\(name).safetensors" }

  /// The file that `--reference` meant: a path, or the name of a condition of one of the captures.
  private var start: String? {
    guard let name = command.reference else { return nil }
    let named = command.captures.first { path in
      path == name || (try? StateStore(path: path))?.condition == name
    }
    return named ?? (FileSystem.kind(of: name) == .file ? name : nil)
  }

  /// All other words of the call, as they were typed.
  private var others: [String] {
    var rest = Array(CommandLine.arguments.dropFirst(2))
    var captures = command.captures
    var others: [String] = []
    var isList = false
    while !rest.isEmpty {
      let word = rest.removeFirst()
      if word == "--reference" {
        rest = Array(rest.dropFirst())
        continue
      }
      if word.hasPrefix("--reference=") { continue }
      if word.hasPrefix("--") { isList = Self.lists.contains(word) }
      if !isList, let index = captures.firstIndex(of: word) {
        captures.remove(at: index)
        continue
      }
      others.append(word)
    }
    return others
  }

  /// As a shell reads it as one word.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || "/._-+=,:@%".unicodeScalars.contains($0)
      }
    return isPlain
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
