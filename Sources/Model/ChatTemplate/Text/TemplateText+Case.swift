/// Upper and lower case as Python's strings have them.
extension TemplateText {
  func uppercased() -> TemplateText { mapped { $0.properties.uppercaseMapping } }

  func lowercased() -> TemplateText { mappedWithLower { _, lower in lower } }

  /// Each character replaced by what `transform` makes of it and of its lower case, which for a sigma hangs on its place.
  private func mappedWithLower(_ transform: (Unicode.Scalar, String) -> String) -> TemplateText {
    let all = scalars
    var result = TemplateText()
    for (i, (scalar, marked)) in all.enumerated() {
      let isFinalSigma = scalar == "\u{3A3}" && Self.endsWord(all, at: i)
      let lower = isFinalSigma ? "\u{3C2}" : scalar.properties.lowercaseMapping
      result.append(transform(scalar, lower), marked: marked)
    }
    return result
  }

  /// Whether a sigma at `i` is the last letter of its word.
  private static func endsWord(_ all: [(scalar: Unicode.Scalar, marked: Bool)], at i: Int) -> Bool {
    let before = all[..<i].last { !$0.scalar.properties.isCaseIgnorable }
    let after = all[(i + 1)...].first { !$0.scalar.properties.isCaseIgnorable }
    return before?.scalar.properties.isCased == true && after?.scalar.properties.isCased != true
  }

  /// `str.casefold`: the lower case of the upper case, which makes ß to ss and ς to σ, with the exceptions of Unicode.
  func folded() -> TemplateText {
    mapped { scalar in
      switch scalar.value {
      case 0x131: return String(scalar)
      case 0x1E9E: return "ss"
      // Cherokee folds to its upper case, which is the older.
      case 0x13A0...0x13F5: return String(scalar)
      case 0x13F8...0x13FD, 0xAB70...0xABBF: return scalar.properties.uppercaseMapping
      default: return scalar.properties.uppercaseMapping.unicodeScalars.map(\.properties.lowercaseMapping).joined()
      }
    }
  }

  func swappingCase() -> TemplateText {
    mappedWithLower { scalar, lower in
      let properties = scalar.properties
      return properties.isUppercase ? lower : properties.isLowercase ? properties.uppercaseMapping : String(scalar)
    }
  }

  /// The first character in title case, the others in lower case.
  func capitalized() -> TemplateText {
    guard let first = text.unicodeScalars.first else { return self }
    var result = slice(0..<UTF8.width(first)).mapped { $0.properties.titlecaseMapping }
    // The lower case of the whole, since a final sigma looks back to the first character too.
    let rest = lowercased()
    result.append(rest.slice(first.properties.lowercaseMapping.utf8.count..<rest.byteCount))
    return result
  }

  /// `str.title`: title case behind every character that has no case.
  func titled() -> TemplateText {
    var followsCased = false
    return mappedWithLower { scalar, lower in
      defer { followsCased = scalar.properties.isCased }
      return followsCased ? lower : scalar.properties.titlecaseMapping
    }
  }

  /// The filter `title`: the first character of every word in upper case, the others in lower case.
  func titledWords() -> TemplateText {
    var result = TemplateText()
    var word = TemplateText()
    func flush() {
      guard let first = word.text.unicodeScalars.first else { return }
      let width = UTF8.width(first)
      result.append(word.slice(0..<width).uppercased())
      result.append(word.slice(width..<word.byteCount).lowercased())
      word = TemplateText()
    }
    for (scalar, marked) in scalars {
      let separates = "-({[<".unicodeScalars.contains(scalar) || Whitespace.contains(scalar)
      if separates { flush() }
      if separates { result.append(scalar, marked: marked) } else { word.append(scalar, marked: marked) }
    }
    flush()
    return result
  }

  // MARK: Tests of case and kind

  /// Whether all cased characters satisfy `test`, and there is one.
  private func allCased(_ test: (Unicode.Scalar.Properties) -> Bool, but other: (Unicode.Scalar.Properties) -> Bool)
    -> Bool
  {
    var found = false
    for scalar in text.unicodeScalars {
      if other(scalar.properties) || scalar.properties.generalCategory == .titlecaseLetter { return false }
      found = found || test(scalar.properties)
    }
    return found
  }

  var isLower: Bool { allCased(\.isLowercase, but: \.isUppercase) }
  var isUpper: Bool { allCased(\.isUppercase, but: \.isLowercase) }

  var isTitle: Bool {
    var (followsCased, found) = (false, false)
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      let starts = properties.isUppercase || properties.generalCategory == .titlecaseLetter
      if starts == followsCased, starts || properties.isLowercase { return false }
      followsCased = starts || properties.isLowercase
      found = found || followsCased
    }
    return found
  }

  func all(_ test: (Unicode.Scalar) -> Bool) -> Bool { !isEmpty && text.unicodeScalars.allSatisfy(test) }
}

extension Unicode.Scalar {
  var isPythonAlpha: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  var isPythonDecimal: Bool { properties.numericType == .decimal }
  var isPythonDigit: Bool { properties.numericType == .decimal || properties.numericType == .digit }
  var isPythonNumeric: Bool { properties.numericType != nil }
}
