/// The first line of a text that shows anything: lines of nothing but white space before it do not count.
///
/// Read on as the text grows. Line breaks are those of Unicode (LF, CR, CR LF, VT, FF, NEL, LS, PS); the line itself is
/// kept to the byte, spaces at its ends included.
package struct FirstLine: Sendable {
  /// UTF-8 offset at which the line begins; nil while nothing shows.
  package private(set) var start: Int?
  /// UTF-8 offset of the line break behind it; nil while it goes on.
  package private(set) var end: Int?
  private var read = 0
  private var lineStart = 0

  package init() {}

  /// - Parameter text: UTF-8 of all the text so far, whole characters.
  package mutating func read(on text: [UInt8]) {
    guard end == nil, read < text.count else { return }
    for scalar in String(decoding: text[read...], as: UTF8.self).unicodeScalars {
      let place = read
      read += UTF8.width(scalar)
      if Self.isBreak(scalar) {
        if start != nil {
          end = place
          return
        }
        lineStart = read
      } else if start == nil && Self.shows(scalar) {
        start = lineStart
      }
    }
  }

  /// That line of `text`, empty where nothing shows.
  package static func of(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var line = FirstLine()
    line.read(on: bytes)
    guard let start = line.start else { return "" }
    return String(decoding: bytes[start..<(line.end ?? bytes.count)], as: UTF8.self)
  }

  /// Whether `text` is white space and invisible characters alone.
  package static func isBlank(_ text: some StringProtocol) -> Bool { !text.unicodeScalars.contains(where: shows) }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { Character(scalar).isNewline }

  private static func shows(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
      && scalar.properties.generalCategory != .control
  }
}
