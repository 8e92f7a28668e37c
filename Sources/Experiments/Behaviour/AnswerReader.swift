/// Reads an answer word by word.
struct AnswerReader {
  private let text: [Character]
  private var tokens: [AnswerToken] = []
  private var place = 0

  static func tokens(_ text: String) -> [AnswerToken] {
    var reader = AnswerReader(text: AnswerCharacter.all(in: text))
    reader.read()
    return reader.tokens
  }

  private init(text: [Character]) { self.text = text }

  private subscript(index: Int) -> Character? { text.indices.contains(index) ? text[index] : nil }

  private mutating func read() {
    while let character = self[place] {
      if let start = numberStart {
        readNumber(from: start)
      } else if AnswerCharacter.runsOn(character) {
        let isWithin = AnswerCharacter.joinsEndings(character) && AnswerCharacter.joinsEndings(self[place - 1])
        tokens.append(AnswerToken(.character(character), beginsWord: !isWithin))
        place += 1
      } else if AnswerCharacter.isWord(character) {
        readWord()
      } else {
        if isSymbol(character) { tokens.append(AnswerToken(.symbol(character))) }
        place += 1
      }
    }
  }

  private func isSymbol(_ character: Character) -> Bool {
    switch character {
    case "!": self[place + 1] == "="
    case "*": AnswerCharacter.isWord(self[place - 1]) && AnswerCharacter.isWord(self[place + 1])
    default: AnswerCharacter.isSymbol(character)
    }
  }

  // MARK: Words

  private mutating func readWord() {
    if let initials { return take(initials.letters, to: initials.end) }
    let start = place
    var end = place + 1
    while joins(end) { end += 1 }
    // Signs that names end in: C++, C#, A*, and of one or two letters A-, Cl−.
    var tail = end
    while let sign = self[tail], "+#*".contains(sign) { tail += 1 }
    if tail == end, end - start <= 2, AnswerCharacter.isMinus(self[end]), self[end + 1] != ">" { tail += 1 }
    if !AnswerCharacter.isWord(self[tail]), !AnswerCharacter.isMinus(self[tail]) { end = tail }
    take(Self.withoutStops(String(text[start..<end])), to: end)
  }

  /// `Ph.D` as `PhD`: stops between one or two letters each.
  private static func withoutStops(_ word: String) -> String {
    let parts = word.split(separator: ".")
    let isShort = parts.count > 1 && parts.allSatisfy { $0.count <= 2 && $0.allSatisfy(\.isLetter) }
    return isShort ? parts.joined() : word
  }

  private mutating func take(_ word: String, to end: Int) {
    tokens.append(.word(word))
    place = end
  }

  /// Whether the character at `index`, which is not the first, belongs to the word before it.
  private func joins(_ index: Int) -> Bool {
    guard let character = self[index] else { return false }
    if AnswerCharacter.isWord(character) { return true }
    guard "./&@".contains(character), let next = self[index + 1], AnswerCharacter.isWord(next),
      let last = self[index - 1], AnswerCharacter.isWord(last)
    else { return false }
    guard character == ".", next.isUppercase, last.isLowercase else { return true }
    // A space is missing behind a sentence, but in `Ph.D.`.
    let before = text[..<index].reversed().prefix { AnswerCharacter.isWord($0) }.count
    let after = text[(index + 1)...].prefix { AnswerCharacter.isWord($0) }.count
    return before <= 2 && after <= 2
  }

  /// `U.S.`, `e.g.`, `J. R. R.` as one word of letters.
  private var initials: (letters: String, end: Int)? {
    var letters = ""
    var index = place
    var end = place
    while let letter = self[index], letter.isLetter, !AnswerCharacter.runsOn(letter),
      !AnswerCharacter.isWord(self[index + 1])
    {
      let hasStop = self[index + 1] == "."
      // The last stop may be missing, but not where a space came before: `plan A. B is …`.
      if !hasStop && (letters.isEmpty || self[index - 1] != ".") { break }
      letters.append(letter)
      end = index + (hasStop ? 2 : 1)
      if !hasStop { break }
      index = end
      if letter.isUppercase, self[index] == " ", self[index + 1]?.isUppercase == true, self[index + 2] == "." {
        index += 1
      }
    }
    return letters.count > 1 ? (letters, end) : nil
  }
}

// MARK: Numbers

extension AnswerReader {
  /// Where the digits of a number begin that begins here with them, a sign, a currency behind a sign, or a point.
  private var numberStart: Int? {
    var index = place
    if let sign = self[index], AnswerCharacter.isMinus(sign) || sign == "+" || sign == "–", isSign(sign) {
      index += 1
      if AnswerCharacter.isCurrency(self[index]) { index += 1 }
    }
    if self[index] == ".", index > place || !AnswerCharacter.isWord(self[place - 1]) {
      return AnswerCharacter.isDigit(self[index + 1]) ? index : nil
    }
    return AnswerCharacter.isDigit(self[index]) ? index : nil
  }

  /// `-` between digits is a range or a difference, `+` behind a word is an operator, and – is a minus behind nothing.
  private func isSign(_ sign: Character) -> Bool {
    guard let before = self[place - 1] else { return true }
    if AnswerCharacter.isMinus(sign) { return !AnswerCharacter.isDigit(before) }
    return before.isWhitespace || "(=".contains(before)
  }

  private mutating func readNumber(from start: Int) {
    let isNegative = AnswerCharacter.isMinus(self[place]) || self[place] == "–"
    let sign = isNegative ? "-" : ""
    var currency = start > place ? self[start - 1].flatMap { AnswerCharacter.isCurrency($0) ? $0 : nil } : nil
    var end = numberEnd(from: start)
    let digits = text[start..<end]
    let suffixStart = end
    while AnswerCharacter.isWord(self[end]) { end += 1 }
    let suffix = String(text[suffixStart..<end])
    place = end
    let isPlain = suffix.isEmpty || AnswerUnits.symbols.contains(suffix)
    // `5 €` is `€5`; in `$5$` the second closes a formula.
    let gap = self[end] == " " ? end + 1 : end
    if currency == nil, suffix.isEmpty, tokens.last?.isCurrency != true, AnswerCharacter.isCurrency(self[gap]),
      !AnswerCharacter.isDigit(self[gap + 1])
    {
      currency = self[gap]
      place = gap + 1
    }
    if let currency { tokens.append(AnswerToken(.symbol(currency))) }
    guard isPlain else { return tokens.append(.word(sign + String(digits) + suffix)) }
    tokens += Self.numbers(String(digits), sign: sign)
    if !suffix.isEmpty { tokens.append(.word(suffix)) }
  }

  private func numberEnd(from start: Int) -> Int {
    var end = start
    while true {
      if AnswerCharacter.isDigit(self[end]) {
        end += 1
      } else if let joint = self[end], isJoint(joint, at: end, start) {
        end += 1
      } else {
        break
      }
    }
    // 1e3, 6.02e-23
    if self[end] == "e" || self[end] == "E" {
      let signed = AnswerCharacter.isMinus(self[end + 1]) || self[end + 1] == "+" ? end + 2 : end + 1
      var last = signed
      while AnswerCharacter.isDigit(self[last]) { last += 1 }
      if last > signed, !AnswerCharacter.isWord(self[last]) { end = last }
    }
    return end
  }

  private func isJoint(_ joint: Character, at index: Int, _ start: Int) -> Bool {
    guard AnswerCharacter.isDigit(self[index + 1]) else { return false }
    if "., :/'’-–−^".contains(joint), joint != " " { return true }
    // Spaces between groups of three.
    guard " \u{A0}\u{2009}\u{202F}".contains(joint) else { return false }
    let group = text[(index + 1)...].prefix { AnswerCharacter.isDigit($0) }
    let before = text[start..<index].reversed().prefix { AnswerCharacter.isDigit($0) }.count
    let isFirst = before == index - start
    return group.count == 3 && (isFirst ? before <= 3 : before == 3 && text[start..<index].allSatisfy(isSpaced))
  }

  private func isSpaced(_ character: Character) -> Bool { AnswerCharacter.isDigit(character) || character.isWhitespace }

  /// One number, or where commas part several of them each; what is neither (a time, a date) is a word.
  private static func numbers(_ text: String, sign: String) -> [AnswerToken] {
    if let number = DecimalText.canonical(text) {
      return [AnswerToken(.number(number == "0" ? number : sign + number))]
    }
    let parts = text.split(separator: ",")
    if parts.count > 1 {
      return parts.enumerated().flatMap { numbers(String($0.element), sign: $0.offset == 0 ? sign : "") }
    }
    return [.word(sign + String(text.map { "–−".contains($0) ? "-" : $0 }))]
  }
}

extension AnswerToken {
  fileprivate var isCurrency: Bool { if case .symbol(let symbol) = content { symbol.isCurrencySymbol } else { false } }
}

/// Symbols of units that may stand behind a number without a space, as they are spelled. Not `s`: the `1960s`.
enum AnswerUnits {
  static let symbols: Set<String> = [
    "m", "km", "dm", "cm", "mm", "nm", "µm", "μm", "m²", "km²", "cm²", "m³", "cm³", "ft", "in", "yd", "mi", "kg", "g",
    "mg", "µg", "μg", "t", "lb", "lbs", "oz", "l", "L", "ml", "mL", "dl", "cl", "sec", "ms", "min", "h", "hr", "hrs",
    "am", "pm", "AM", "PM", "Hz", "kHz", "MHz", "GHz", "V", "mV", "kV", "W", "kW", "MW", "GW", "kWh", "mA", "J", "kJ",
    "N", "kN", "Pa", "kPa", "hPa", "mol", "cal", "kcal", "eV", "keV", "MeV", "GeV", "dB", "kB", "KB", "MB", "GB", "TB",
    "KiB", "MiB", "GiB", "px", "pt", "mph", "kmh", "rpm", "ppm",
  ]
}
