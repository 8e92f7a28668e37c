import MindstateModel
import Testing

@Suite struct FirstLineTests {
  static let cases = [
    ("", ""), ("\n\n", ""), (" \t\r\n\u{200B}\n", ""), ("Paris", "Paris"), ("\nParis", "Paris"),
    ("\r\n \r\n Paris \r\nLyon", " Paris "), ("\u{2028}é\u{2029}b", "é"), ("a\u{B}b", "a"), ("\u{85}巴黎\u{85}", "巴黎"),
  ]

  @Test(arguments: cases)
  func isTheFirstThatShowsAnythingToTheByte(text: String, line: String) {
    #expect(FirstLine.of(text).utf8.elementsEqual(line.utf8))
    #expect(FirstLine.isBlank(text) == line.isEmpty)
  }

  @Test(arguments: cases)
  func isTheSameHoweverTheTextGrows(text: String, line: String) {
    var first = FirstLine()
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      bytes += Array(String(scalar).utf8)
      first.read(on: bytes)
    }
    let found = first.start.map { bytes[$0..<(first.end ?? bytes.count)] } ?? []
    #expect(found.elementsEqual(line.utf8))
  }
}
