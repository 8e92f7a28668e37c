import Foundation
import Testing
import mindstate

/// How words and numbers are laid out for a terminal.
struct LayoutTests {
  @Test(arguments: [
    ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한국", 4), ("ｆｕｌｌ", 8), ("🙂", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2),
    ("█░", 2), ("base/qa – 中", 12), ("\u{200B}", 0),
  ])
  func wideCharactersCountTwoColumnsAndMarksNone(text: String, columns: Int) {
    #expect(DisplayWidth.columns(text) == columns)
  }

  @Test func paddingAndCuttingCountColumns() {
    #expect(DisplayWidth.padded("日本", to: 6) == "日本  ")
    #expect(DisplayWidth.padded("日本", to: 6, atEnd: false) == "  日本")
    #expect(DisplayWidth.cut("日本語", to: 5) == "日本…")
    #expect(DisplayWidth.cut("日本語", to: 4) == "日…")
    #expect(DisplayWidth.cut("short", to: 5) == "short")
  }

  @Test func proseBreaksAtSpacesAndHangs() {
    #expect(Paragraph.wrapped("one two three\n\nfour", width: 8) == "one two\n  three\n\nfour")
    #expect(Paragraph.wrapped("  - one two three", width: 10) == "  - one\n    two\n    three")
    #expect(Paragraph.wrapped("see /a/very/long/path now", width: 10) == "see /a/very/long/path\n  now")
    #expect(Paragraph.wrapped("日本 語日 本", width: 6) == "日本\n  語日\n  本")
    #expect(Paragraph.facts([("a", "1"), ("long", "2 3 4 5 6")], width: 12) == "a     1\nlong  2 3 4\n      5 6\n")
  }

  @Test func aCommandIsBrokenSoThatAShellStillReadsIt() {
    let command = "  mindstate capture --model base --prompt 'two words' --output o"
    #expect(
      Paragraph.wrapped(command, width: 40)
        == "  mindstate capture --model base \\\n    --prompt 'two words' --output o")
  }

  private static let wide: TextTable = {
    var table = TextTable(head: "resid at last", columns: (0..<9).map(String.init))
    table.add("  instruct/bare – base/qa", (0..<9).map { Double($0) / 10 }, note: "read at different tokens")
    table.add("  none at all")
    return table
  }()

  @Test(arguments: [40, 50, 60, 80, 100, 200])
  func aTableOfNumbersFitsEveryTerminal(width: Int) {
    let lines = Self.wide.text(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { DisplayWidth.columns($0) <= width }, "\(lines)")
    // The first layer and the last are always shown, and numbers stand under their layer.
    let head = lines.first { $0.hasSuffix("8") } ?? ""
    let numbers = lines.first { $0.contains("0.000") } ?? ""
    let end = numbers.range(of: "0.800")?.upperBound
    #expect(end.map { DisplayWidth.columns(numbers[..<$0]) } == DisplayWidth.columns(head), "\(lines)")
  }

  @Test func columnsAreLeftOutBeforeNamesStandAbove() {
    let head = Self.wide.text(width: 55).split(separator: "\n")[0].split(separator: " ")
    #expect(head == ["resid", "at", "last", "0", "2", "5", "8"])
    let folded = Self.wide.text(width: 44)
    #expect(folded.contains("\n  instruct/bare – base/qa\n"), "\(folded)")
  }

  private static let cells = [
    ["resid at last", "layers", "s, all layers", "mode", "empty"],
    [
      "  instruct/bare – base/qa", "undecided 0-6", "0.09 [0.02, 0.10] undecided, n 30 would decide", "base/qa 100 %",
      "–",
    ],
    ["  k1/bare – base/qa", "undecided 0-6", "0.49 [0.03, 0.52] undecided, n 34 would decide", "–", "–"],
    ["  k2/bare – base/qa", "undecided 0-6", "0.32 [0.03, 0.34] undecided, n 30 would decide", "base/qa 61 %", "–"],
    ["  k4/bare – base/qa", "undecided 0-6", "0.16 [0.03, 0.18] undecided, n 30 would decide", "base/qa 89 %", "–"],
  ]

  @Test(arguments: [40, 60, 80, 100, 200])
  func aTableOfCellsFitsEveryTerminalAndKeepsThemAll(width: Int) {
    let table = ColumnTable(Self.cells)
    let text = table.text(width: width)
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.columns($0) <= width }, "\(text)")
    #expect(!text.contains("empty"))
    let words = text.split(whereSeparator: \.isWhitespace)
    for cell in Self.cells.dropFirst().flatMap({ $0.dropFirst() }) where cell != "–" {
      #expect(cell.split(separator: " ").allSatisfy(words.contains))
    }
  }

  @Test func cellsStandInOneBlockWhereTheyFitAndFoldWhereNot() {
    let table = ColumnTable(Self.cells)
    #expect(table.text(width: 120).split(separator: "\n").count == 5)
    let folded = table.text(width: 90)
    #expect(folded.components(separatedBy: "resid at last").count == 3, "two blocks with the names repeated: \(folded)")
    #expect(table.text(width: 80).contains("\n    layers         undecided 0-6\n"))
  }

  @Test func longNamesAreBrokenWhereThatIsEnough() {
    let table = ColumnTable([
      ["required", "measured", "holds"],
      ["instruct, bare: answers correctly (base, qa − 3 points)", "100.0 % [88.6 %, 100.0 %]", "yes"],
      ["k16, bare: answers", "0.0 %", "NO"],
    ])
    #expect(
      table.text(width: 62) == """
        required                      measured                   holds
        instruct, bare: answers       100.0 % [88.6 %, 100.0 %]  yes
          correctly (base, qa − 3
          points)
        k16, bare: answers            0.0 %                      NO

        """)
  }

  @Test func modelTextCannotSteerATerminal() {
    #expect(Terminal.printable("a\u{1B}[2Jb\u{7F}\u{9B}c\td\r\ne\rf\n") == "a␛[2Jb␡\u{FFFD}c\td\ne␍f\n")
    #expect(Terminal.printable("plain – 日本\n") == "plain – 日本\n")
  }
}
