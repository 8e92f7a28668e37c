/// Methods of strings.
extension TemplateRun {
  func call(_ name: String, of text: TemplateText, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    try charge(text.byteCount / 16)
    if let found = try caseMethod(name, of: text) {
      guard arguments.isEmpty else { throw fail("\(name) of a string takes no arguments") }
      return try string(found)
    }
    if let answer = kind(name, of: text) {
      guard arguments.isEmpty else { throw fail("\(name) of a string takes no arguments") }
      return .bool(answer)
    }
    switch name {
    case "strip", "lstrip", "rstrip":
      let bound = try bind(arguments, to: name, ["chars"], positionalOnly: true)
      let characters = bound[0].flatMap { $0.isNone ? nil : $0 }
      let side: TemplateText.Side = name == "strip" ? .both : name == "lstrip" ? .left : .right
      return .string(text.stripped(side, of: try plainText(characters, "the characters to strip")?.text))
    case "split", "rsplit", "splitlines", "partition", "rpartition": return try splitting(name, text, arguments)
    case "startswith", "endswith": return .bool(try matchesEnd(name, text, arguments))
    case "find", "rfind", "index", "rindex", "count": return try searching(name, text, arguments)
    case "replace": return try replacing(text, arguments)
    case "removeprefix", "removesuffix":
      let part = try plainText(try bind(arguments, to: name, ["part"], required: 1, positionalOnly: true)[0], "a part")
      return .string(removing(part ?? TemplateText(), fromStart: name == "removeprefix", of: text))
    case "join": return try joining(text, arguments)
    case "format": return try string(try braceFormat(text, arguments))
    case "format_map":
      guard arguments.keywords.isEmpty, case .dictionary(let dictionary)? = arguments.positional.first else {
        throw fail("format_map takes one dictionary")
      }
      let named = dictionary.entries.compactMap { entry in entry.key.text.map { (name: $0.text, value: entry.value) } }
      return try string(try braceFormat(text, PyArguments(keywords: named)))
    default: return try padding(name, text, arguments)
    }
  }

  private func caseMethod(_ name: String, of text: TemplateText) throws(TemplateFailure) -> TemplateText? {
    switch name {
    case "upper": text.uppercased()
    case "lower": text.lowercased()
    case "casefold": text.folded()
    case "swapcase": text.swappingCase()
    case "capitalize": text.capitalized()
    case "title": text.titled()
    default: nil
    }
  }

  private func kind(_ name: String, of text: TemplateText) -> Bool? {
    switch name {
    case "isalpha": text.all(\.isPythonAlpha)
    case "isalnum": text.all { $0.isPythonAlpha || $0.isPythonNumeric }
    case "isdigit": text.all(\.isPythonDigit)
    case "isdecimal": text.all(\.isPythonDecimal)
    case "isnumeric": text.all(\.isPythonNumeric)
    case "isspace": text.all(Whitespace.contains)
    case "isascii": text.text.utf8.allSatisfy { $0 < 0x80 }
    case "isprintable": text.text.unicodeScalars.allSatisfy(PyText.isPrintable)
    case "islower": text.isLower
    case "isupper": text.isUpper
    case "istitle": text.isTitle
    case "isidentifier":
      text.text.unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } == true
        && text.text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
    default: nil
    }
  }

  // MARK: Splitting and joining

  private func splitting(
    _ name: String, _ text: TemplateText, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    switch name {
    case "splitlines":
      let bound = try bind(arguments, to: name, ["keepends"])
      return try list(text.lines(keepingEnds: bound[0]?.isTrue ?? false).map { .string($0) })
    case "partition", "rpartition":
      let bound = try bind(arguments, to: name, ["sep"], required: 1, positionalOnly: true)
      return try partition(text, at: try separator(bound[0]) ?? TemplateText(), fromEnd: name == "rpartition")
    default:
      let bound = try bind(arguments, to: name, ["sep", "maxsplit"])
      let given = try integer(bound[1], "maxsplit") ?? -1
      let limit = given < 0 ? Int.max : given
      guard let separator = try separator(bound[0]) else {
        return try list(
          (name == "split" ? text.words(limit: limit) : text.wordsFromEnd(limit: limit)).map { .string($0) })
      }
      let cuts =
        name == "split"
        ? text.ranges(of: separator, limit: limit) : text.rangesFromEnd(of: separator, limit: limit)
      return try list(text.pieces(cutAt: cuts).map { .string($0) })
    }
  }

  private func separator(_ value: PyValue?) throws(TemplateFailure) -> TemplateText? {
    guard let text = try plainText(value.flatMap { $0.isNone ? nil : $0 }, "a separator") else { return nil }
    if text.isEmpty { throw fail("a separator must not be empty") }
    return text
  }

  private func partition(
    _ text: TemplateText, at separator: TemplateText, fromEnd: Bool
  ) throws(TemplateFailure) -> PyValue {
    let cuts = fromEnd ? text.rangesFromEnd(of: separator, limit: 1) : text.ranges(of: separator, limit: 1)
    guard let cut = cuts.first else {
      return try tuple(fromEnd ? [.text(""), .text(""), .string(text)] : [.string(text), .text(""), .text("")])
    }
    let pieces = text.pieces(cutAt: [cut])
    return try tuple([.string(pieces[0]), .string(text.slice(cut)), .string(pieces[1])])
  }

  private func joining(_ separator: TemplateText, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "join", ["iterable"], required: 1, positionalOnly: true)
    var texts: [TemplateText] = []
    for item in try items(of: bound[0] ?? .none) {
      guard let text = try plainText(item, "what join puts together") else { continue }
      texts.append(text)
    }
    return try string(separator.joining(texts))
  }

  // MARK: Searching

  /// The bytes of `text` from character `start` to `stop`, as `find` and its like count them; nil when they are behind
  /// one another.
  private func window(_ text: TemplateText, _ start: PyValue?, _ stop: PyValue?) throws(TemplateFailure) -> Range<Int>?
  {
    func isGiven(_ value: PyValue?) -> Bool { value.map { !$0.isNone } ?? false }
    if !isGiven(start), !isGiven(stop) { return 0..<text.byteCount }
    let count = text.scalarCount
    var bounds = [0, count]
    for (i, value) in [start, stop].enumerated() where isGiven(value) {
      let index = try integer(value, "a place in a string") ?? 0
      bounds[i] = max(0, index < 0 ? index + count : index)
    }
    bounds[1] = min(bounds[1], count)
    guard bounds[0] <= bounds[1] else { return nil }
    return text.byteOffset(ofScalar: bounds[0])..<text.byteOffset(ofScalar: bounds[1])
  }

  private func searching(
    _ name: String, _ text: TemplateText, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: name, ["sub", "start", "end"], required: 1, positionalOnly: true)
    let part = try plainText(bound[0], "what \(name) looks for") ?? TemplateText()
    let window = try window(text, bound[1], bound[2])
    let ranges = window.map { text.slice($0).ranges(of: part) } ?? []
    if name == "count" { return .int(ranges.count) }
    let isReverse = name.utf8.first == UInt8(ascii: "r")
    // From the end, occurrences that lie over one another are told apart.
    let found =
      isReverse
      ? window.flatMap { window in lastRange(of: part, in: text.slice(window)) } : ranges.first
    if let found, let window { return .int(text.scalarOffset(ofByte: window.lowerBound + found.lowerBound)) }
    if name == "find" || name == "rfind" { return .int(-1) }
    throw fail("\(name) finds no such part in the string")
  }

  private func lastRange(of part: TemplateText, in text: TemplateText) -> Range<Int>? {
    part.isEmpty ? text.byteCount..<text.byteCount : text.rangesFromEnd(of: part, limit: 1).first
  }

  private func matchesEnd(
    _ name: String, _ text: TemplateText, _ arguments: PyArguments
  ) throws(TemplateFailure) -> Bool {
    let bound = try bind(arguments, to: name, ["part", "start", "end"], required: 1, positionalOnly: true)
    var parts: [PyValue] = []
    if case .tuple(let list)? = bound[0] { parts = list.items } else if let part = bound[0] { parts = [part] }
    guard let window = try window(text, bound[1], bound[2]) else { return false }
    let utf8 = text.slice(window).text.utf8
    for value in parts {
      guard let part = try plainText(value, "what \(name) looks for")?.text.utf8 else { continue }
      if name == "startswith" ? utf8.starts(with: part) : utf8.suffix(part.count).elementsEqual(part) { return true }
    }
    return false
  }

  private func replacing(_ text: TemplateText, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "replace", ["old", "new", "count"], required: 2, positionalOnly: true)
    let old = try plainText(bound[0], "what replace looks for"), new = try plainText(bound[1], "what replace puts in")
    return try replace(text, old ?? TemplateText(), new ?? TemplateText(), count: try integer(bound[2], "count"))
  }

  func replace(
    _ text: TemplateText, _ old: TemplateText, _ new: TemplateText, count: Int?
  ) throws(TemplateFailure) -> PyValue {
    let limit = count.map { $0 < 0 ? Int.max : $0 } ?? Int.max
    try checkTextSize(text.ranges(of: old, limit: limit).count * new.byteCount)
    return try string(text.replacing(old, with: new, limit: limit))
  }

  private func removing(_ part: TemplateText, fromStart: Bool, of text: TemplateText) -> TemplateText {
    let utf8 = text.text.utf8, end = part.text.utf8
    guard fromStart ? utf8.starts(with: end) : utf8.suffix(end.count).elementsEqual(end) else { return text }
    return fromStart ? text.slice(end.count..<utf8.count) : text.slice(0..<utf8.count - end.count)
  }

  // MARK: Padding

  private func padding(
    _ name: String, _ text: TemplateText, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    if name == "expandtabs" {
      let size = try integer(try bind(arguments, to: name, ["tabsize"])[0], "tabsize") ?? 8
      return try expandingTabs(text, size)
    }
    let parameters = name == "zfill" ? ["width"] : ["width", "fillchar"]
    let bound = try bind(arguments, to: name, parameters, required: 1, positionalOnly: true)
    let width = try integer(bound[0], "a width") ?? 0
    let fill =
      try plainText(bound.count > 1 ? bound[1] : nil, "what fills up") ?? TemplateText(name == "zfill" ? "0" : " ")
    guard fill.scalarCount == 1 else { throw fail("what fills up must be one character") }
    switch name {
    case "ljust": return try string(try padded(text, to: width, with: fill, .left))
    case "rjust": return try string(try padded(text, to: width, with: fill, .right))
    case "center": return try string(try padded(text, to: width, with: fill, .both))
    default: return try string(try zeroFilled(text, to: width))
    }
  }

  /// The text on its `side` of the width, or between fill on both.
  func padded(
    _ text: TemplateText, to width: Int, with fill: TemplateText, _ side: TemplateText.Side
  ) throws(TemplateFailure) -> TemplateText {
    let missing = width - text.scalarCount
    guard missing > 0 else { return text }
    // Python puts the odd character to the left when the width is odd.
    let left = side == .left ? 0 : side == .right ? missing : missing / 2 + (missing & width & 1)
    var result = try repeated(fill, left)
    result.append(text)
    result.append(try repeated(fill, missing - left))
    return result
  }

  private func zeroFilled(_ text: TemplateText, to width: Int) throws(TemplateFailure) -> TemplateText {
    let hasSign = text.text.utf8.first == UInt8(ascii: "-") || text.text.utf8.first == UInt8(ascii: "+")
    let missing = width - text.scalarCount
    guard missing > 0 else { return text }
    var result = text.slice(0..<(hasSign ? 1 : 0))
    result.append(try repeated(TemplateText("0"), missing))
    result.append(text.slice((hasSign ? 1 : 0)..<text.byteCount))
    return result
  }

  private func expandingTabs(_ text: TemplateText, _ size: Int) throws(TemplateFailure) -> PyValue {
    var result = TemplateText()
    var column = 0
    for (scalar, marked) in text.scalars {
      if scalar == "\t" {
        let width = size > 0 ? size - column % size : 0
        try checkTextSize(result.byteCount + width)
        result.append(String(repeating: " ", count: width), marked: marked)
        column += width
      } else {
        result.append(scalar, marked: marked)
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
      }
    }
    return try string(result)
  }
}
