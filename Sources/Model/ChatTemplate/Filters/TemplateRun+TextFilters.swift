/// Filters of text.
extension TemplateRun {
  func applyToText(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    switch filter {
    case .string:
      guard arguments.isEmpty else { throw fail("string takes no arguments") }
      if case .markup = value { return value }
      return .string(try str(value))
    case .replace:
      let bound = try bind(arguments, to: "replace", ["old", "new", "count"], required: 2)
      let count = try integer(bound[2].flatMap { $0.isNone ? nil : $0 }, "count")
      return try replace(try str(value), try str(bound[0] ?? .none), try str(bound[1] ?? .none), count: count)
    case .indent: return try indent(value, arguments)
    case .truncate: return try truncate(value, arguments)
    case .urlencode: return try urlEncode(value, arguments)
    default: break
    }
    let text = try str(value)
    try charge(text.byteCount / 16)
    let result = try applyToText(filter, text, arguments)
    guard case .markup = value, case .string(let made) = result else { return result }
    if filter == .format {
      throw unsupported("format of text made by `safe` or `escape`", instead: "leave that filter out")
    }
    // The filter title alone takes the words out of their Markup.
    return filter == .title ? result : .markup(made)
  }

  private func applyToText(
    _ filter: TemplateFilter, _ text: TemplateText, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    switch filter {
    case .trim:
      let bound = try bind(arguments, to: "trim", ["chars"])
      let characters = bound[0].flatMap { $0.isNone ? nil : $0 }
      return .string(text.stripped(of: try plainText(characters, "the characters to trim")?.text))
    case .center:
      let width = try integer(try bind(arguments, to: "center", ["width"])[0], "a width") ?? 80
      return try string(try padded(text, to: width, with: TemplateText(" "), .both))
    case .format: return try percentFilter(text, arguments)
    default: break
    }
    guard arguments.isEmpty else { throw fail("\(filter.rawValue) takes no arguments") }
    switch filter {
    case .upper: return try string(text.uppercased())
    case .lower: return try string(text.lowercased())
    case .capitalize: return try string(text.capitalized())
    case .title: return try string(text.titledWords())
    case .wordcount: return .int(wordCount(text))
    default: throw unsupported("the filter \(filter.rawValue)", instead: TemplateFilter.insteadOf(filter.rawValue))
    }
  }

  /// Runs of letters, digits and underscores.
  private func wordCount(_ text: TemplateText) -> Int {
    var (count, isInside) = (0, false)
    for scalar in text.text.unicodeScalars {
      let belongs = scalar == "_" || scalar.isPythonAlpha || scalar.isPythonNumeric
      if belongs, !isInside { count += 1 }
      isInside = belongs
    }
    return count
  }

  private func percentFilter(_ text: TemplateText, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    guard !arguments.keywords.isEmpty else { return try percentFormat(text, try tuple(arguments.positional)) }
    guard arguments.positional.isEmpty else {
      throw fail("format takes values either by place or by name")
    }
    var dictionary = PyDictionary()
    for (name, value) in arguments.keywords { dictionary.set(name, to: value) }
    return try percentFormat(text, .dictionary(dictionary))
  }

  private func indent(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "indent", ["width", "first", "blank"])
    if case .undefined(let undefined) = value { throw fail(undefined) }
    guard var text = try plainText(value, "what indent moves") else { return value }
    let indentation: TemplateText
    if let given = bound[0]?.text {
      indentation = given
    } else {
      indentation = try repeated(TemplateText(" "), max(0, try integer(bound[0], "a width") ?? 4))
    }
    text.append("\n")
    let indentsBlank = bound[2]?.isTrue ?? false
    let lines = text.lines()
    try checkTextSize(lines.count * (indentation.byteCount + 1))
    var result = bound[1]?.isTrue == true ? indentation : TemplateText()
    for (i, line) in lines.enumerated() {
      if i > 0 { result.append("\n") }
      if i > 0, indentsBlank || !line.isEmpty { result.append(indentation) }
      result.append(line)
    }
    return try string(result)
  }

  private func truncate(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "truncate", ["length", "killwords", "end", "leeway"])
    let length = try integer(bound[0], "a length") ?? 255
    let end = try plainText(bound[2], "what marks the cut") ?? TemplateText("...")
    let leeway = try integer(bound[3].flatMap { $0.isNone ? nil : $0 }, "leeway") ?? 5
    guard length >= end.scalarCount, leeway >= 0 else {
      throw fail("truncate needs a length of at least that of its end, and no negative leeway")
    }
    let (longest, overflow) = length.addingReportingOverflow(leeway)
    let known = try self.length(of: value)
    if overflow || known <= longest { return value }
    guard let text = try plainText(value, "what truncate cuts") else { return value }
    var result = text.slice(0..<text.byteOffset(ofScalar: length - end.scalarCount))
    if bound[1]?.isTrue != true, let cut = result.rangesFromEnd(of: TemplateText(" "), limit: 1).first {
      result = result.slice(0..<cut.lowerBound)
    }
    result.append(end)
    return try string(result)
  }

  private func urlEncode(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    guard arguments.isEmpty else { throw fail("urlencode takes no arguments") }
    switch value {
    case .list, .tuple, .dictionary, .object, .undefined:
      throw unsupported("urlencode of \(value.shown)", instead: "encode the strings and join them")
    default: break
    }
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/".unicodeScalars)
    return try string(
      try str(value).mapped { scalar in
        kept.contains(scalar)
          ? String(scalar)
          : String(scalar).utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
      })
  }
}
