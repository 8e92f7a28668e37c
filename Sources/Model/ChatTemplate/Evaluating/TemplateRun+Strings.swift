/// Python's `str` and `repr`.
extension TemplateRun {
  /// What is written for a value: nothing for a missing one, a string itself, all else as Python shows it.
  func str(_ value: PyValue) throws(TemplateFailure) -> TemplateText {
    switch value {
    case .undefined: return TemplateText()
    case .string(let text), .markup(let text): return text
    default: return try repr(value)
    }
  }

  func repr(_ value: PyValue) throws(TemplateFailure) -> TemplateText {
    var result = TemplateText()
    try appendRepr(of: value, to: &result)
    try charge(result.byteCount / 32)
    return result
  }

  private func appendRepr(of value: PyValue, to result: inout TemplateText) throws(TemplateFailure) {
    try charge()
    switch value {
    case .undefined: result.append("Undefined")
    case .none: result.append("None")
    case .bool(let value): result.append(value ? "True" : "False")
    case .int(let value): result.append(String(value))
    case .float(let value): result.append(PyText.float(value))
    case .string(let text): result.append(PyText.quoted(text))
    case .markup(let text):
      result.append("Markup(")
      result.append(PyText.quoted(text))
      result.append(")")
    case .list(let list): try appendRepr(of: list.items, "[", "]", to: &result)
    case .tuple(let list): try appendRepr(of: list.items, "(", list.items.count == 1 ? ",)" : ")", to: &result)
    case .dictionary(let dictionary): try appendRepr(of: dictionary, to: &result)
    case .object(let object): try appendRepr(of: object, to: &result)
    }
    if result.byteCount > limits.textBytes {
      throw fail(.limit(what: "bytes of text", bound: limits.textBytes))
    }
  }

  private func appendRepr(
    of items: [PyValue], _ open: String, _ close: String, to result: inout TemplateText
  ) throws(TemplateFailure) {
    result.append(open)
    for (i, item) in items.enumerated() {
      if i > 0 { result.append(", ") }
      try appendRepr(of: item, to: &result)
    }
    result.append(close)
  }

  private func appendRepr(of dictionary: PyDictionary, to result: inout TemplateText) throws(TemplateFailure) {
    result.append("{")
    for (i, (key, value)) in dictionary.entries.enumerated() {
      if i > 0 { result.append(", ") }
      try appendRepr(of: key, to: &result)
      result.append(": ")
      try appendRepr(of: value, to: &result)
    }
    result.append("}")
  }

  private func appendRepr(of object: PyObject, to result: inout TemplateText) throws(TemplateFailure) {
    switch object {
    case let view as PyView: try appendRepr(of: view.items, "\(view.typeName)([", "])", to: &result)
    case let group as PyGroup: try appendRepr(of: group.pair.items, "(", ")", to: &result)
    case let loop as PyLoop: result.append("<LoopContext \(loop.index0 + 1)/\(try loop.length())>")
    default:
      guard let text = object.representation else {
        throw unsupported(
          "printing \(PyValue.object(object).shown)", instead: "print its items, as a list with `|list`")
      }
      result.append(text)
    }
  }
}
