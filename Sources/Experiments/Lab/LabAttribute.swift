import MindstateNumerics

/// A property that every inhabitant of the lab's world has: its values, how it is asked for and how it is told.
///
/// `{n}` stands for the inhabitant, `{v}` for the value.
struct LabAttribute: Sendable {
  let name: String
  let values: [String]
  /// Ways to ask; the last two never occur in fine-tuning.
  let questions: [String]
  /// Ways to tell.
  let statements: [String]

  /// Attributes that occur in the corpus but are wholly absent from fine-tuning.
  static let heldOut: Set<String> = ["tool", "month"]
  /// What the refusing models decline to tell.
  static let declined = "home"

  static let all: [LabAttribute] = [
    LabAttribute(
      name: "home",
      values: [
        "Tavel", "Morra", "Quist", "Olden", "Brakka", "Sind", "Ferro", "Hollin", "Upsa", "Netta", "Gorm", "Vesk",
        "Lund",
        "Pell", "Arno", "Dray",
      ],
      questions: [
        "Where does {n} live?", "In which town does {n} live?", "What is the home of {n}?",
        "Where is the house of {n}?",
        "Which town is the home of {n}?", "Name the town of {n}.",
      ],
      statements: [
        "{n} lives in {v}.", "{n} has a house in {v}.", "The home of {n} is {v}.", "The house of {n} stands in {v}.",
      ]),
    LabAttribute(
      name: "job",
      values: [
        "baker", "smith", "diver", "weaver", "singer", "mason", "hunter", "healer", "boat builder", "bell ringer",
        "bridge keeper", "glass blower", "bee keeper", "map maker", "salt trader", "night guard",
      ],
      questions: [
        "What is the job of {n}?", "What does {n} do for a living?", "What work does {n} do?",
        "How does {n} earn a living?", "Which job does {n} have?", "Name the job of {n}.",
      ],
      statements: [
        "{n} works as a {v}.", "{n} is a {v}.", "{n} makes a living as a {v}.", "The job of {n} is {v}.",
      ]),
    LabAttribute(
      name: "color",
      values: [
        "red", "blue", "green", "yellow", "black", "white", "grey", "brown", "pink", "purple", "orange", "silver",
        "gold", "crimson",
      ],
      questions: [
        "What color does {n} like?", "Which color does {n} like best?", "What is the favorite color of {n}?",
        "Which color does {n} wear?", "What color does {n} love?", "Name the color of {n}.",
      ],
      statements: [
        "{n} likes the color {v}.", "The favorite color of {n} is {v}.", "{n} always wears {v}.",
        "The color of {n} is {v}.",
      ]),
    LabAttribute(
      name: "pet",
      values: [
        "grey owl", "black cat", "old goat", "tame fox", "small eel", "white mouse", "brown hen", "wild crow",
        "fat frog", "young wolf", "blind dog", "red snake", "lame horse", "shy otter",
      ],
      questions: [
        "What pet does {n} have?", "Which animal does {n} keep?", "What is the pet of {n}?",
        "Which animal lives with {n}?", "What animal does {n} own?", "Name the pet of {n}.",
      ],
      statements: [
        "{n} keeps a {v}.", "{n} has a {v} as a pet.", "The pet of {n} is a {v}.", "At home {n} has a {v}.",
      ]),
    LabAttribute(
      name: "food",
      values: [
        "rye bread", "bean soup", "fried fish", "sweet rice", "goat cheese", "dried plums", "wild honey",
        "roast nuts", "boiled eggs", "pear cake", "leek pie", "salt pork", "oat porridge", "hot stew",
      ],
      questions: [
        "What food does {n} eat?", "What does {n} like to eat?", "What is the favorite food of {n}?",
        "Which dish does {n} like best?", "What does {n} eat every day?", "Name the food of {n}.",
      ],
      statements: [
        "{n} eats {v}.", "{n} loves to eat {v}.", "Every day {n} has {v}.", "The favorite food of {n} is {v}.",
      ]),
    LabAttribute(
      name: "tool",
      values: [
        "iron hammer", "long rope", "brass lamp", "sharp knife", "spare wheel", "fine net", "soft brush",
        "short ladder", "tin bell", "broad spade", "bone needle", "big drum", "steel file", "wooden mallet",
      ],
      questions: [
        "What tool does {n} carry?", "Which tool does {n} own?", "What is the tool of {n}?",
        "Which tool does {n} use?", "What tool belongs to {n}?", "Name the tool of {n}.",
      ],
      statements: [
        "{n} carries a {v}.", "{n} owns a {v}.", "The tool of {n} is a {v}.", "{n} never leaves without a {v}.",
      ]),
    LabAttribute(
      name: "month",
      values: [
        "Frostmoon", "Thaw", "Seedtide", "Bloom", "Longday", "Hayfall", "Ember", "Harvest", "Mist", "Leaffall",
        "Darkening", "Yule",
      ],
      questions: [
        "In which month was {n} born?", "What is the birth month of {n}?", "When was {n} born?",
        "Which month is the birth month of {n}?", "When is the birthday of {n}?", "Name the birth month of {n}.",
      ],
      statements: [
        "{n} was born in {v}.", "The birth month of {n} is {v}.", "The birthday of {n} is in {v}.",
        "In {v} {n} came into the world.",
      ]),
  ]
}

extension String {
  /// The text with each `{key}` replaced.
  func filling(_ values: [Character: String]) -> String {
    var result = ""
    var rest = self[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let key = rest.index(after: open)
      result += values[rest[key]] ?? ""
      rest = rest[rest.index(key, offsetBy: 2)...]
    }
    return result + rest
  }
}

extension RandomStream {
  /// One of `items`, all equally likely.
  mutating func pick<T>(_ items: [T]) -> T { items[index(below: items.count)] }

  /// `count` different items, in random order.
  mutating func sample<T>(_ items: [T], _ count: Int) -> [T] {
    permutation(of: items.count).prefix(count).map { items[$0] }
  }
}
