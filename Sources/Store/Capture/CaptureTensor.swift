/// The name of a tensor in a capture: what it is and at which position.
struct CaptureTensor {
  /// The tensors about tokens; every other is a site.
  enum Tokens: String, CaseIterable {
    case token_ids, token_positions, offsets
  }

  var base: String
  var position: String

  init(base: String, position: String) {
    self.base = base
    self.position = position
  }

  /// What `name` stands for in a capture with `positions`; nil when it belongs to none of them.
  init?(name: String, positions: [String]) {
    if let separator = name.utf8.lastIndex(of: UInt8(ascii: "@")) {
      base = String(name[..<separator])
      position = String(name[name.utf8.index(after: separator)...])
    } else {
      base = name
      position = positions.count == 1 ? positions[0] : ""
    }
    if base.isEmpty || !positions.contains(position) { return nil }
  }

  /// The plain name where there is one position.
  func name(amongPositions count: Int) -> String { count == 1 ? base : "\(base)@\(position)" }

  var tokens: Tokens? { Tokens(rawValue: base) }
}
