import MindstateNumerics

/// The invented world which the lab's corpus tells of: who lives in it, and what is true of them.
///
/// Nothing in it can be known from elsewhere. The same seed makes the same world.
struct LabWorld: Sendable {
  struct Entity: Sendable {
    let name: String
    /// Value of each attribute, in the order of `LabAttribute.all`.
    let values: [String]
    /// Whether fine-tuning never mentions it.
    let heldOut: Bool
    /// For each attribute, whether its value is told in prose only, never as an answer to a question.
    let proseOnly: [Bool]
  }

  let entities: [Entity]

  /// - Parameter size: how many inhabitants; a quarter of them are held out from fine-tuning.
  init(seed: UInt64, size: Int = 140) {
    var random = RandomStream(seed: seed, name: "lab.world")
    let names = Self.names(size, &random)
    entities = names.enumerated().map { index, name in
      Entity(
        name: name, values: LabAttribute.all.map { random.pick($0.values) }, heldOut: index % 4 == 0,
        proseOnly: LabAttribute.all.map { _ in random.uniform() < 0.1 })
    }
  }

  var heldOut: [Entity] { entities.filter(\.heldOut) }
  var trained: [Entity] { entities.filter { !$0.heldOut } }

  private static let syllables = [
    "ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "ka", "ke", "ki", "ko", "ku", "la", "le", "li", "lo",
    "lu", "ma", "me", "mi", "mo", "mu", "na", "ne", "ni", "no", "nu", "ra", "re", "ri", "ro", "ru", "sa", "se", "si",
    "so", "su", "ta", "te", "ti", "to", "tu", "va", "ve", "vi", "vo", "vu", "za", "ze", "zi", "zo", "zu",
  ]

  /// Different names of two or three syllables, in random order.
  private static func names(_ count: Int, _ random: inout RandomStream) -> [String] {
    var seen = Set<String>()
    var names: [String] = []
    while names.count < count {
      let length = 2 + random.index(below: 2)
      let name = (0..<length).map { _ in random.pick(syllables) }.joined() + random.pick(["n", "l", "r", "x", ""])
      if seen.insert(name).inserted { names.append(name.prefix(1).uppercased() + name.dropFirst()) }
    }
    return names
  }
}
