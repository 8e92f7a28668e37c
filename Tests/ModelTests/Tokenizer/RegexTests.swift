import MindstateModel
import Testing

/// The engine for `Split` and `Replace`, on answers taken from Oniguruma through the reference.
@Suite struct RegexTests {
  @Test(arguments: [
    (#"(?i:'s)"#, "a'ſ'S'sx", ["a", "'ſ", "'S", "'s", "x"]),
    (#"(?i:k)"#, "aKKkb", ["a", "K", "K", "k", "b"]),
    (#"(?i:[sdmt])"#, "ſSxd", ["ſ", "S", "x", "d"]),
    (#"(?i:[^s])+"#, "ſSxd", ["ſS", "xd"]),
    (#"(?i)ab|C"#, "AB c", ["AB", " ", "c"]),
    (#"(?-i:a)"#, "aA", ["a", "A"]),
    (#"\s+$"#, "a  \nb  ", ["a", "  ", "\nb", "  "]),
    ("^b", "b\nba", ["b", "\n", "b", "a"]),
    (#"\Z"#, "a\n", ["a", "\n"]),
    (#"\bab\b"#, "ab abc", ["ab", " abc"]),
    (#"a{1,2}+"#, "aaaaa", ["aaaaa"]),
    (#"a{2}+"#, "aaaaa", ["aaaa", "a"]),
    (#"a{,2}"#, "aaaaa", ["aa", "aa", "a"]),
    (#"a{x}"#, "a{x}", ["a{x}"]),
    (#"a*"#, "baac", ["b", "aa", "c"]),
    (#"(?=a)"#, "bab", ["b", "ab"]),
    ("a|b|", "cab", ["c", "a", "b"]),
    ("(?<=a)b", "abcb", ["a", "b", "cb"]),
    ("(?<=ab|c)d", "abdcd", ["ab", "d", "c", "d"]),
    ("(?<!a)b", "abcb", ["abc", "b"]),
    ("(?>a+)b", "aab", ["aab"]),
    ("(?>a+)ab", "aab", ["aab"]),
    ("a++b", "aab", ["aab"]),
    ("a+?b|a", "aac", ["a", "a", "c"]),
    ("(?:ab)+", "ababa", ["abab", "a"]),
    ("(?:ab)*?c", "ababc", ["ababc"]),
    ("(?:a|ab)(?:c|bcd)", "abcd", ["abcd"]),
    ("[a-c&&[^b]]+", "abcab", ["a", "b", "ca", "b"]),
    (#"[\p{L}&&\p{Latin}]+"#, "aбa", ["a", "б", "a"]),
    (#"\h+"#, "abgf", ["ab", "g", "f"]),
    (#"\p{^L}+"#, "a12b", ["a", "12", "b"]),
    (#"\P{L}+"#, "a12b", ["a", "12", "b"]),
    (#"\p{Letter}+"#, "ab1", ["ab", "1"]),
    (#"[^\S\n]+"#, "a \n b", ["a", " ", "\n", " ", "b"]),
    (#"\d+"#, "1２x", ["1２", "x"]),
    (#"[\w-]+"#, "a-b c", ["a-b", " ", "c"]),
    (#"\u0041\x41\x{41}"#, "xAAA", ["x", "AAA"]),
    (".+", "a\nb\rc", ["a", "\n", "b\rc"]),
    ("(?m:.)+", "a\nb", ["a\nb"]),
    ("]", "a]b", ["a", "]", "b"]),
    // A class from ASCII to beyond it must not be looked for in the middle of a character.
    (#"[\x7f-\u00ff]+"#, "a中é", ["a中", "é"]),
    ("[一-龥]+", "a漢字b", ["a", "漢字", "b"]),
  ])
  func agreesWithOniguruma(_ pattern: String, _ text: String, _ pieces: [String]) throws {
    #expect(
      try SmallTokenizer.pieces(text, pattern).map { Array($0.utf8) } == pieces.map { Array($0.utf8) }, "\(pattern)")
  }

  @Test(arguments: [
    (#"a(b)\1"#, #"\1"#, 4), (#"\X"#, #"\X"#, 0), (#"\Ka"#, #"\K"#, 0), (#"a\p{Emoji}"#, #"\p{Emoji}"#, 1),
    (#"(?x:a)"#, "this kind of group", 0), ("(?i:ß)", "characters beyond ASCII under (?i)", 4),
    ("(?i:miss)", "\"ss\" under (?i), which would also match a single character", 4),
    (#"(?i:\p{Lu})"#, #"\p{Lu} under (?i)"#, 4), ("(?:a?)*", "a repeat of something that can match nothing", 0),
    ("a(?i)b", "flags in the middle of a group", 1), ("(?<=a+)b", "look-behind of varying length", 0),
    ("(a", "a group without end", 0), ("a)", "unmatched )", 1), ("[a", "a class without end", 0),
    ("[b-a]", "a range that ends before it begins", 1), ("a{5,2}", "{m,n} with n below m", 1),
    ("a{2000}", "more than 1000 repeats", 1), ("é[[:punct:]]", "[:punct:]", 3),
    ("+", "a quantifier with nothing before it", 0),
    (#"\u12"#, "a code that is no character", 0), (#"\"#, "end of pattern within an escape", 1),
    ("[]a]", "a class that begins with ]", 0), (#"[a-\d]"#, "a class as the end of a range", 1),
    ("^*", "a repeated assertion", 0),
    ("a{1}?", "{n}?", 1),
  ])
  func refusesWithNameAndPlace(_ pattern: String, _ construct: String, _ offset: Int) {
    #expect(
      throws: TokenizerError.unsupportedPattern(
        file: "tokenizer.json", field: "pre_tokenizer.pattern.Regex", construct: construct, offset: offset)
    ) { _ = try SmallTokenizer.pieces("a", pattern) }
  }

  @Test func refusesDeepNestingAndUnrolling() {
    let deep = String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000)
    #expect(throws: TokenizerError.self) { try SmallTokenizer.pieces("a", deep) }
    #expect(throws: TokenizerError.self) { try SmallTokenizer.pieces("a", "((((ab){500}){500}){500}){500}") }
    let classes = String(repeating: "[", count: 5000) + "a" + String(repeating: "]", count: 5000)
    #expect(throws: TokenizerError.self) { try SmallTokenizer.pieces("a", classes) }
  }

  @Test(arguments: [
    ("Removed", false, ["a", "b", "c"]), ("Removed", true, [" ", " ", " "]),
    ("Isolated", false, ["a", " ", " ", "b", " ", "c"]),
    ("Contiguous", false, ["a", "  ", "b", " ", "c"]), ("MergedWithPrevious", false, ["a ", " ", "b ", "c"]),
    ("MergedWithNext", false, ["a", " ", " b", " c"]), ("MergedWithPrevious", true, ["a", " ", " b", " c"]),
    ("MergedWithNext", true, ["a ", " ", "b ", "c"]),
  ])
  func splitsByBehavior(_ behavior: String, _ invert: Bool, _ pieces: [String]) throws {
    #expect(try SmallTokenizer.pieces("a  b c", " ", behavior, invert: invert) == pieces)
  }

  /// A failed search is not begun again at each place of the run it has just looked through.
  @Test(arguments: [" +$", #"\s+$"#, #"\s*[\r\n]+"#, " *y", #"\s+(?!\S)y"#]) func searchesLongRunsOnce(
    _ pattern: String
  ) throws {
    let text = String(repeating: " ", count: 100_000) + "x"
    let start = ContinuousClock.now
    #expect(try SmallTokenizer.pieces(text, pattern).count == 1)
    let time = ContinuousClock.now - start
    #expect(time < .seconds(2), "\(pattern): \(time)")
  }

  @Test(arguments: ["(?:a|b)+x", "(?:ab)*x", "(?:ab)+?x", "(?:[ab](?=[abx]))+x", "(?>(?:ab)+)x", "[ab]+?x"])
  func goesBackWithoutTheCallStack(_ pattern: String) throws {
    let text = String(repeating: "ab", count: 100_000) + "x"
    #expect(try SmallTokenizer.pieces(text, pattern) == [text])
  }
}
