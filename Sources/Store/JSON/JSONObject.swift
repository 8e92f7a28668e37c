/// The members of a JSON object in the order of the file.
public struct JSONObject: Sendable {
  /// Key and value of each member. Whoever fills this by hand sees to it that no key comes twice.
  public var members: [(key: String, value: JSON)]

  public init(_ members: [(key: String, value: JSON)] = []) { self.members = members }

  /// The value of `key`, compared by bytes. Linear in the number of members: of a vocabulary, iterate `members`.
  public subscript(key: String) -> JSON? {
    members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) {
    members = elements.map { (key: $0.0, value: $0.1) }
  }
}

extension JSONObject: Equatable {
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.members.elementsEqual(b.members) { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value }
  }
}

/// A string as a key by its UTF-8 bytes, where `String` itself would merge canonically equivalent ones.
package struct UTF8Key: Hashable, Sendable {
  package let string: String

  package init(_ string: String) { self.string = string }

  package static func == (a: UTF8Key, b: UTF8Key) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }

  package func hash(into hasher: inout Hasher) {
    // Eight bytes at a time: the hasher costs the same for one byte as for a word.
    var word: UInt64 = 0
    var filled = 0
    for byte in string.utf8 {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled % 8 == 0 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(filled)
  }
}
