import MindstateReport
import Testing

@Suite struct CSVReaderTests {
  private static let texts = [
    "plain", "", "with, comma", "a \"quote\"", "two\nlines", "two\r\nlines", "\u{301}accent first", "\"\u{301}",
    ",\u{301}",
    "line\u{2028}separator", " spaces ", "🦉", "\u{202E}עברית", String(repeating: "x", count: 10_000),
  ]

  @Test func readsWhatTheWriterWrites() throws {
    var writer = CSVWriter(columns: ["a", "b", "c"])
    for text in Self.texts { writer.append([.text(text), .number(0.1), .text(text)]) }
    let table = try CSVReader(parsing: writer.bytes)
    #expect(table.columns == ["a", "b", "c"])
    #expect(table.rows.count == Self.texts.count)
    for (row, text) in zip(table.rows, Self.texts) {
      #expect(row[0].utf8.elementsEqual(text.utf8) && row[2].utf8.elementsEqual(text.utf8) && row[1] == "0.1")
    }
  }

  @Test(arguments: ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "\u{FEFF}a,b\r\n1,2", "\"a\",\"b\"\n\"1\",\"2\""])
  func readsEveryEndingOfLines(text: String) throws {
    let table = try CSVReader(parsing: Array(text.utf8))
    #expect(table.columns == ["a", "b"] && table.rows == [["1", "2"]])
  }

  @Test func refusesATableThatIsCutShort() {
    #expect(throws: CSVError(line: 3, problem: .fields(1, columns: 2))) {
      try CSVReader(parsing: Array("a,b\n1,2\n3".utf8))
    }
    #expect(throws: CSVError(line: 2, problem: .openQuote)) { try CSVReader(parsing: Array("a,b\n1,\"2\n3".utf8)) }
    #expect(throws: CSVError(line: 1, problem: .empty)) { try CSVReader(parsing: []) }
  }
}
