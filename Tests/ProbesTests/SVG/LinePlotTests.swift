import Foundation
import MindstateReport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct LinePlotTests {
  private func plot(_ label: String, _ points: [(x: Double, y: Double)]) -> String {
    LinePlot(title: label, xLabel: label, yLabel: label, lines: [.init(label: label, points: points)]).svg
  }

  private func isXML(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test(arguments: ["loss", "<script>alert(1)</script>", "a & \"b\"", "\u{1}\u{FFFE}\n\u{202E}עברית 🦉"])
  func isWellFormedWhateverTheText(label: String) {
    #expect(isXML(plot(label, [(0, 1), (1, 2), (2, .nan), (3, 0.5)])))
  }

  @Test(arguments: [[], [(1.0, 1.0)], [(0, 0), (1, 0)], [(0, .infinity)], [(-5, 1e9), (5, -1e9)]])
  func isWellFormedWhateverThePoints(points: [(x: Double, y: Double)]) {
    let svg = plot("x", points)
    #expect(isXML(svg) && !svg.contains("nan") && !svg.contains("inf\""))
  }

  @Test func ticksAreRoundNumbers() {
    let svg = plot("x", [(0, 0), (1, 0.3)])
    #expect(svg.contains(">0.1<") && svg.contains(">0.3<") && !svg.contains("0.30000"))
  }

  @Test func aGapStaysAGap() {
    let svg = plot("x", [(0, 1), (1, .nan), (2, 1), (3, 2)])
    #expect(svg.split(separator: "d=\"").last?.prefix { $0 != "\"" }.filter { $0 == "M" }.count == 2)
  }
}
