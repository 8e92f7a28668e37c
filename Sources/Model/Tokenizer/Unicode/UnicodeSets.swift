/// The sets of characters that patterns and splitting rules speak of, in the editions of Unicode which the parts of the
/// reference use (see Tests/Fixtures/tokenizers/unicode_tables.py).
enum UnicodeSets {
  /// General categories by two-letter name.
  static let categories: [String: ScalarSet] = sets(
    names: GeneralCategoryData.names.split(separator: " ").map(String.init), runs: GeneralCategoryData.runs)

  /// Scripts by lower-case name without underscores.
  static let scripts: [String: ScalarSet] = {
    let names = ScriptData.names.split(separator: " ").map { looseName(String($0)) }
    return sets(names: ["unassigned"] + names, runs: ScriptData.runs)
  }()

  static let letters = union("Ll", "Lm", "Lo", "Lt", "Lu")
  static let marks = union("Mc", "Me", "Mn")
  static let numbers = union("Nd", "Nl", "No")
  static let punctuation = union("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps")
  static let symbols = union("Sc", "Sk", "Sm", "So")
  static let separators = union("Zl", "Zp", "Zs")
  static let others = union("Cc", "Cf", "Cn", "Co", "Cs")
  static let decimalDigits = union("Nd")

  /// `\s` of the regular expressions.
  static let regexSpace = ScalarSet(packed: CharacterSetData.regexSpace)
  /// `\w` of the regular expressions.
  static let regexWord = wordBase.symmetricDifference(ScalarSet(packed: CharacterSetData.regexWord))
  /// What Rust calls white space: `Strip`, `WhitespaceSplit`, the spaces around an added token.
  static let whitespace = ScalarSet(packed: CharacterSetData.whitespace)
  /// What Rust calls numeric: `Digits`.
  static let numeric = numbers.symmetricDifference(ScalarSet(packed: CharacterSetData.numeric))
  /// What Rust's regular expressions call a word character: `Whitespace`, the surroundings of a `single_word` token.
  static let word = wordBase.symmetricDifference(ScalarSet(packed: CharacterSetData.word))
  /// What `Punctuation` splits at.
  static let splitPunctuation = punctuation.union(asciiPunctuation)
    .symmetricDifference(ScalarSet(packed: CharacterSetData.punctuation))
  /// What `StripAccents` removes.
  static let accents = ScalarSet(packed: CanonicalData.marks)

  /// The set which `\p{name}` means: a general category, a script, or one of a few other names; nil if unknown. As in
  /// the reference, case, spaces, hyphens and underscores do not matter.
  static func property(named name: String) -> ScalarSet? {
    let name = looseName(name)
    return groups[name] ?? categories.first { looseName($0.key) == name }?.value ?? scripts[name]
  }

  private static let groups: [String: ScalarSet] = [
    "l": letters, "letter": letters, "m": marks, "mark": marks, "n": numbers, "number": numbers,
    "p": punctuation, "punctuation": punctuation, "s": symbols, "symbol": symbols, "z": separators,
    "separator": separators, "c": others, "other": others, "any": .all,
    "digit": decimalDigits, "space": regexSpace, "word": regexWord,
  ]

  private static let asciiPunctuation =
    ScalarSet(0x21...0x2F).union(ScalarSet(0x3A...0x40)).union(ScalarSet(0x5B...0x60)).union(ScalarSet(0x7B...0x7E))

  private static let wordBase = letters.union(marks).union(union("Nd", "Nl", "Pc"))

  private static func union(_ names: String...) -> ScalarSet {
    names.reduce(.empty) { $0.union(categories[$1] ?? .empty) }
  }

  private static func looseName(_ name: String) -> String {
    String(name.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" })
  }

  private static func sets(names: [String], runs: String) -> [String: ScalarSet] {
    var ranges = [[ClosedRange<UInt32>]](repeating: [], count: names.count)
    var numbers = PackedNumbers(runs)
    var start: UInt32 = 0
    while let number = numbers.next(), let length = numbers.next() {
      let end = start + UInt32(length)
      ranges[number].append(start...(end - 1))
      start = end
    }
    return Dictionary(uniqueKeysWithValues: zip(names, ranges.map(ScalarSet.init(ascending:))))
  }
}

extension ScalarSet {
  /// A set from ascending ranges that do not touch.
  init(ascending ranges: [ClosedRange<UInt32>]) {
    self.init(flips: ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] })
  }
}
