import MindstateModel

/// What characters are to a reader of answers.
enum AnswerCharacter {
  /// `text` with digits of every script, full-width forms and numbers written low as ASCII, without invisible characters.
  static func all(in text: String) -> [Character] {
    text.compactMap { character in
      guard let scalar = character.unicodeScalars.first else { return nil }
      if scalar.isASCII { return character }
      if scalar.properties.isDefaultIgnorableCodePoint { return nil }
      if (0xFF01...0xFF5E).contains(scalar.value), let ascii = Unicode.Scalar(scalar.value - 0xFEE0) {
        return Character(ascii)
      }
      let isLow = (0x2080...0x2089).contains(scalar.value)  // H₂O
      guard isLow || scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
      else {
        return character
      }
      return Character("\(Int(value))")
    }
  }

  static func isDigit(_ character: Character?) -> Bool {
    character?.unicodeScalars.first.map { (0x30...0x39).contains($0.value) } ?? false
  }

  /// Letters, marks, digits, `²`, `½`, `_`, of scripts that space words.
  static func isWord(_ character: Character?) -> Bool {
    guard let character, let scalar = character.unicodeScalars.first, !runsOn(character) else { return false }
    if scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      return true
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol,
      .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse, .unassigned:
      return false
    @unknown default: return false
    }
  }

  /// A letter of a script whose words are not spaced, or whose endings are joined.
  static func runsOn(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first, character.isLetter else { return false }
    return RunningScripts.contains(scalar) || RunningScripts.joinsEndings(scalar)
  }

  static func joinsEndings(_ character: Character?) -> Bool {
    character?.unicodeScalars.first.map(RunningScripts.joinsEndings) ?? false
  }

  static func isCurrency(_ character: Character?) -> Bool { character?.isCurrencySymbol ?? false }

  /// What changes the meaning of what it stands beside; the marks of tables and approximation do not.
  static func isSymbol(_ character: Character) -> Bool {
    if "|~`^".contains(character) { return false }
    if "%‰&@".contains(character) { return true }
    guard let scalar = character.unicodeScalars.first else { return false }
    let category = scalar.properties.generalCategory
    return category == .mathSymbol || category == .currencySymbol || category == .otherSymbol
  }

  static func isMinus(_ character: Character?) -> Bool { character == "-" || character == "−" }
}
