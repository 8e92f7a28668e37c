/// Scripts in which words are not told apart by spaces.
package enum RunningScripts {
  /// Nothing marks where a word begins or ends.
  private static let running = ScalarBitmap(
    ["han", "hiragana", "thai", "lao", "khmer", "myanmar", "newtailue", "taile", "taitham", "javanese", "balinese"]
      .reduce(ScalarSet.empty) { $0.union(UnicodeSets.scripts[$1] ?? .empty) })
  private static let hangul = ScalarBitmap(UnicodeSets.scripts["hangul"] ?? .empty)

  /// Whether a word may begin and end at any character of this script: Chinese, Japanese but for katakana, Thai, …
  package static func contains(_ scalar: Unicode.Scalar) -> Bool { running.contains(scalar.value) }

  /// Whether a word of this script begins after a space, but what follows it is joined to it: Korean.
  package static func joinsEndings(_ scalar: Unicode.Scalar) -> Bool { hangul.contains(scalar.value) }
}
