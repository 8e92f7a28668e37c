import Foundation
import MindstateReport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PlotTests {
  private static let labels = ["plain", "<b>\"&'", "\u{1}\u{202E}עברית 🦉", "", String(repeating: "long ", count: 2000)]

  private func isXML(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

  @Test(arguments: labels) func aHeatMapIsWellFormedWhateverTheNames(label: String) {
    let map = HeatMap(
      title: label, rowTitle: label, columnTitle: label, unit: label, rows: [label, "b"], columns: [label, "b"],
      values: [[nil, 0.3], [.nan]])
    #expect(isXML(map.svg) && map.svg.utf8.count < 20_000)
    #expect(map.svg.contains("0.30"))
  }

  @Test(arguments: labels) func aScatterPlotIsWellFormedWhateverTheNames(label: String) {
    var plot = ScatterArrows(
      title: label, xLabel: label, yLabel: label,
      groups: [
        .init(label: label, points: [(0, 0), (1, .nan)]), .init(label: "b", points: [(3, 4)]),
        .init(label: "c", points: []),
      ])
    plot.arrows = [(0, 1), (0, 2), (0, 7)]
    #expect(isXML(plot.svg) && !plot.svg.contains("nan"))
  }

  @Test func oneUnitIsEquallyLongOnBothAxes() throws {
    var plot = ScatterArrows(
      title: "", xLabel: "", yLabel: "", groups: [.init(label: "", points: [(0, 0), (1, 0), (0, 1)])])
    plot.groups[0].isNamed = false
    let places = plot.svg.components(separatedBy: "<circle ").dropFirst().map { circle in
      circle.split(separator: "\"").compactMap { Double($0) }.prefix(2).map { $0 }
    }
    #expect(places.count == 3)
    #expect(abs((places[1][0] - places[0][0]) - (places[0][1] - places[2][1])) < 0.01)
  }

  @Test func aBandAndItsMarksAreDrawn() {
    var line = LinePlot.Line(label: "s", points: [(0, 1), (1, 2)])
    line.band = [(0, 0.5, 1.5), (1, 1.5, 2.5)]
    line.marks = [(0, 1, .disc), (1, 2, .ring), (1, 900, .square)]
    var plot = LinePlot(title: "", xLabel: "layer", yLabel: "s", lines: [line])
    plot.references = [.init(y: 0.25, label: "margin")]
    plot.yLimits = -0.5...3
    plot.countsX = true
    #expect(isXML(plot.svg) && plot.svg.contains("class=\"band f0\"") && plot.svg.contains(">margin<"))
    #expect(plot.svg.contains("class=\"hollow s0\"") && !plot.svg.contains("<rect"))
  }
}
