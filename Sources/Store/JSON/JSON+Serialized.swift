extension JSON {
  /// The value as JSON text, in one line or, when `pretty`, indented by two spaces.
  ///
  /// The order of members is kept, floats have the fewest digits that read back as the same value, and characters
  /// outside ASCII stay themselves. NaN and infinities have no form in JSON and become `null`.
  public func serialized(pretty: Bool = false) -> String {
    String(decoding: serializedBytes(pretty: pretty), as: UTF8.self)
  }

  package func serializedBytes(pretty: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    append(to: &output, indent: pretty ? 0 : nil)
    return output
  }

  private func append(to output: inout [UInt8], indent: Int?) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): output.append(contentsOf: String(value).utf8)
    case .number(let value): output.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
    case .string(let value): Self.append(value, to: &output)
    case .array(let elements):
      Self.append("[", elements, "]", to: &output, indent: indent) { element, output, indent in
        element.append(to: &output, indent: indent)
      }
    case .object(let object):
      Self.append("{", object.members, "}", to: &output, indent: indent) { member, output, indent in
        Self.append(member.key, to: &output)
        output.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
        member.value.append(to: &output, indent: indent)
      }
    }
  }

  private static func append<Item>(
    _ open: String, _ items: [Item], _ close: String, to output: inout [UInt8], indent: Int?,
    _ appendItem: (Item, inout [UInt8], Int?) -> Void
  ) {
    output.append(contentsOf: open.utf8)
    let inner = indent.map { $0 + 2 }
    for (i, item) in items.enumerated() {
      if i > 0 { output.append(UInt8(ascii: ",")) }
      newline(inner, to: &output)
      appendItem(item, &output, inner)
    }
    if !items.isEmpty { newline(indent, to: &output) }
    output.append(contentsOf: close.utf8)
  }

  private static func newline(_ indent: Int?, to output: inout [UInt8]) {
    guard let indent else { return }
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
  }

  private static func append(_ string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case ..<0x20:
        output.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
        output.append(contentsOf: String(byte, radix: 16).utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
