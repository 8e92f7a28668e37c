/// The filter `tojson` as transformers defines it: Python's `json.dumps`, in which texts keep their marks.
extension TemplateRun {
  private struct JSONStyle {
    var isASCII = false
    /// What one level of indentation is; nil for one line.
    var indentation: String?
    var itemSeparator = TemplateText(", ")
    var keySeparator = TemplateText(": ")
    var sortsKeys = false
  }

  func toJSON(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "tojson", ["ensure_ascii", "indent", "separators", "sort_keys"])
    var style = JSONStyle()
    style.isASCII = bound[0]?.isTrue ?? false
    style.sortsKeys = bound[3]?.isTrue ?? false
    if let indent = bound[1], !indent.isNone {
      if let text = indent.text?.text {
        style.indentation = text
      } else {
        let width = max(0, try integer(indent, "indent") ?? 0)
        style.indentation = try repeated(TemplateText(" "), width).text
      }
      style.itemSeparator = TemplateText(",")
    }
    if let separators = bound[2], !separators.isNone {
      let pair = try items(of: separators)
      guard pair.count == 2, let item = try plainText(pair[0], "a separator"),
        let key = try plainText(pair[1], "a separator")
      else { throw fail("separators must be two strings") }
      (style.itemSeparator, style.keySeparator) = (item, key)
    }
    var result = TemplateText()
    try append(value, style, level: 0, to: &result)
    return try string(result)
  }

  private func append(
    _ value: PyValue, _ style: JSONStyle, level: Int, to result: inout TemplateText
  ) throws(TemplateFailure) {
    try charge()
    switch value {
    case .string(let text), .markup(let text): append(quoted: text, style, to: &result)
    case .list(let list), .tuple(let list):
      try append(list.items, "[", "]", style, level, to: &result) {
        (item, result) throws(TemplateFailure) in try append(item, style, level: level + 1, to: &result)
      }
    case .object(let group as PyGroup):
      try append(.tuple(group.pair), style, level: level, to: &result)
    case .dictionary(let dictionary):
      try append(try entries(of: dictionary, style), "{", "}", style, level, to: &result) {
        (entry, result) throws(TemplateFailure) in
        append(quoted: entry.key, style, to: &result)
        result.append(style.keySeparator)
        try append(entry.value, style, level: level + 1, to: &result)
      }
    default: result.append(try plainJSON(value))
    }
    if result.byteCount > limits.textBytes {
      throw fail(.limit(what: "bytes of text", bound: limits.textBytes))
    }
  }

  private func plainJSON(_ value: PyValue) throws(TemplateFailure) -> String {
    switch value {
    case .none: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .float(let value):
      value.isNaN ? "NaN" : value.isInfinite ? value < 0 ? "-Infinity" : "Infinity" : PyText.float(value)
    default: throw fail("tojson cannot write \(value.shown)")
    }
  }

  private func append<Item>(
    _ items: [Item], _ open: String, _ close: String, _ style: JSONStyle, _ level: Int,
    to result: inout TemplateText, _ appendItem: (Item, inout TemplateText) throws(TemplateFailure) -> Void
  ) throws(TemplateFailure) {
    result.append(open)
    for (i, item) in items.enumerated() {
      if i > 0 { result.append(style.itemSeparator) }
      try newline(style, level + 1, to: &result)
      try appendItem(item, &result)
    }
    if !items.isEmpty { try newline(style, level, to: &result) }
    result.append(close)
  }

  private func newline(
    _ style: JSONStyle, _ level: Int, to result: inout TemplateText
  ) throws(TemplateFailure) {
    guard let indentation = style.indentation else { return }
    try checkTextSize(indentation.utf8.count * level)
    result.append("\n" + String(repeating: indentation, count: level))
  }

  private func entries(
    of dictionary: PyDictionary, _ style: JSONStyle
  ) throws(TemplateFailure) -> [(key: TemplateText, value: PyValue)] {
    var places = Array(dictionary.entries.indices)
    if style.sortsKeys { places = try sortedPlaces(of: dictionary.entries.map(\.key), reverse: false) }
    var result: [(key: TemplateText, value: PyValue)] = []
    for place in places {
      let (key, value) = dictionary.entries[place]
      switch key {
      case .string(let text), .markup(let text): result.append((text, value))
      case .none, .bool, .int, .float: result.append((TemplateText(try plainJSON(key)), value))
      default: throw fail("tojson cannot write a key that is \(key.shown)")
      }
    }
    return result
  }

  private func append(quoted text: TemplateText, _ style: JSONStyle, to result: inout TemplateText) {
    result.append("\"")
    for (scalar, marked) in text.scalars {
      switch scalar {
      case "\"": result.append("\\\"", marked: marked)
      case "\\": result.append("\\\\", marked: marked)
      case "\n": result.append("\\n", marked: marked)
      case "\r": result.append("\\r", marked: marked)
      case "\t": result.append("\\t", marked: marked)
      case "\u{8}": result.append("\\b", marked: marked)
      case "\u{C}": result.append("\\f", marked: marked)
      default:
        if scalar.value < 0x20 || style.isASCII && scalar.value > 0x7E {
          for unit in String(scalar).utf16 {
            result.append("\\u" + PyText.hexadecimal(UInt32(unit), width: 4), marked: marked)
          }
        } else {
          result.append(scalar, marked: marked)
        }
      }
    }
    result.append("\"")
  }
}
