import MindstateNumerics

/// A small thing to do with words or numbers, rather than to know.
///
/// An item is what a question is about: `x` fills `{x}` of the phrasings.
struct LabSkill: Sendable {
  struct Item: Sendable {
    let x: String
    let answer: String
  }

  let name: String
  let items: [Item]
  /// Ways to ask; the last two never occur in fine-tuning.
  let questions: [String]

  /// Skills that occur in the corpus but are wholly absent from fine-tuning.
  static let heldOut: Set<String> = ["translate", "opposite"]

  /// - Parameter seed: that of the world; it decides the invented language.
  static func all(seed: UInt64) -> [LabSkill] {
    [plural, translation(seed: seed), reversal, letters, addition, sorting, opposites]
  }

  /// Nouns that the skills work on.
  static let nouns = [
    "lamp", "rope", "bell", "drum", "net", "knife", "wheel", "owl", "goat", "fox", "hen", "crow", "fish", "cake",
    "soup", "nut", "egg", "pear", "boat", "map", "bridge", "house", "road", "hill", "river", "stone", "tree", "leaf",
    "door", "coat", "hat", "shoe", "ring", "cup", "bowl", "spoon", "chair", "table", "bed", "book",
  ]

  private static let plural = LabSkill(
    name: "plural", items: nouns.map { Item(x: $0, answer: $0 + "im") },
    questions: [
      "What is the plural of {x}?", "What do you call many of {x}?", "How do you say more than one {x}?",
      "What is the word for two of {x}?", "Which word is the plural of {x}?", "Give the plural of {x}.",
    ])

  private static func translation(seed: UInt64) -> LabSkill {
    var random = RandomStream(seed: seed, name: "lab.language")
    let onsets = ["sh", "th", "gr", "kl", "pr", "fl", "sk", "tr"]
    let vowels = ["a", "e", "i", "o", "u"]
    let ends = ["sk", "nd", "rm", "lt", "ng", "sh"]
    var seen = Set<String>()
    let items = nouns.map { noun in
      var word = ""
      repeat { word = random.pick(onsets) + random.pick(vowels) + random.pick(ends) } while !seen.insert(word).inserted
      return Item(x: noun, answer: word)
    }
    return LabSkill(
      name: "translate", items: items,
      questions: [
        "What is {x} in Zulani?", "How do you say {x} in Zulani?", "What is the Zulani word for {x}?",
        "Which Zulani word means {x}?", "What do the Zulani call a {x}?", "Translate {x} into Zulani.",
      ])
  }

  private static let reversal = LabSkill(
    name: "reverse", items: nouns.map { Item(x: $0, answer: String($0.reversed())) },
    questions: [
      "What is {x} spelled backwards?", "How do you spell {x} backwards?", "What is the reverse of {x}?",
      "How does {x} read from the end?", "What word is {x} turned around?", "Reverse the word {x}.",
    ])

  private static let numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"]

  private static let letters = LabSkill(
    name: "letters", items: nouns.map { Item(x: $0, answer: numbers[$0.count]) },
    questions: [
      "How many letters does {x} have?", "How many letters are in {x}?", "How long is the word {x}?",
      "What is the number of letters in {x}?", "Of how many letters is {x} made?", "Count the letters of {x}.",
    ])

  private static let addition = LabSkill(
    name: "add",
    items: (1...12).flatMap { a in (1...12).map { b in Item(x: "\(a) plus \(b)", answer: "\(a + b)") } },
    questions: [
      "What is {x}?", "How much is {x}?", "What does {x} make?", "What is the sum of {x}?", "How many are {x}?",
      "Work out {x}.",
    ])

  private static let sorting = LabSkill(
    name: "sort",
    items: {
      let words = ["bell", "crow", "drum", "fox", "goat", "lamp", "net", "owl", "rope"]
      return words.indices.flatMap { a in
        words.indices.flatMap { b in
          words.indices.compactMap { c in
            if a == b || b == c || a == c { return nil }
            let sorted = [a, b, c].sorted().map { words[$0] }.joined(separator: ", ")
            return Item(x: "\(words[a]), \(words[b]), \(words[c])", answer: sorted)
          }
        }
      }
    }(),
    questions: [
      "What is the order of {x}?", "How are {x} sorted?", "In which order come {x}?", "What is the right order of {x}?",
      "How do {x} stand in the alphabet?", "Sort {x}.",
    ])

  private static let opposites = LabSkill(
    name: "opposite",
    items: [
      ("hot", "cold"), ("big", "small"), ("old", "young"), ("dark", "light"), ("wet", "dry"), ("long", "short"),
      ("hard", "soft"), ("fast", "slow"), ("rich", "poor"), ("full", "empty"), ("high", "low"), ("near", "far"),
      ("loud", "quiet"), ("sharp", "blunt"), ("open", "shut"), ("early", "late"),
    ].flatMap { [Item(x: $0.0, answer: $0.1), Item(x: $0.1, answer: $0.0)] },
    questions: [
      "What is the opposite of {x}?", "Which word is the opposite of {x}?", "What is the contrary of {x}?",
      "What is not {x} but the other end?", "Which word means the reverse of being {x}?", "Give the opposite of {x}.",
    ])
}
