/// Names behind one option: between commas, `\,` being a comma and `\\` a backslash of a name.
package enum NameList {
  package static func parts(of text: some StringProtocol) -> [String] {
    if text.isEmpty { return [] }
    var (parts, part) = ([String](), [UInt8]())
    var isEscaped = false
    let (comma, backslash) = (UInt8(ascii: ","), UInt8(ascii: "\\"))
    for byte in text.utf8 {
      if isEscaped {
        // Before any other character a backslash is one.
        if byte != comma && byte != backslash { part.append(backslash) }
        part.append(byte)
        isEscaped = false
      } else if byte == backslash {
        isEscaped = true
      } else if byte == comma {
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
      } else {
        part.append(byte)
      }
    }
    if isEscaped { part.append(backslash) }
    return parts + [String(decoding: part, as: UTF8.self)]
  }
}

extension NameList {
  /// What stands before and behind the first `=`, `\=` being one of the name; nil where there is none.
  package static func assignment(in text: String) -> (name: String, value: String)? {
    var name: [UInt8] = []
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte != UInt8(ascii: "=") {
        name.append(byte)
      } else if name.last == UInt8(ascii: "\\") {
        name[name.count - 1] = byte
      } else {
        return (String(decoding: name, as: UTF8.self), String(decoding: bytes[(index + 1)...], as: UTF8.self))
      }
    }
    return nil
  }
}

/// `; did you mean "NAME"?`, or nothing where no name is near.
package func suggestion(for name: String, in names: [String]) -> String {
  nearestName(to: name, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
}
