import Foundation
import MindstateReport
import MindstateTestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  private static let run = Fixture.path("report/hostile")

  /// A copy of the made-up run, changed by `body`.
  private func withRun(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { directory in
      let copy = "\(directory)/run"
      try FileManager.default.copyItem(atPath: Self.run, toPath: copy)
      try body(copy)
    }
  }

  private func sections(_ html: String) -> [String] {
    html.components(separatedBy: "<section id=\"").dropFirst().compactMap { $0.components(separatedBy: "\"").first }
  }

  @Test func theAnswerComesFirstAndEverySectionIsThere() throws {
    let html = try Report(directory: Self.run).html
    #expect(
      sections(html) == [
        "answer", "modes", "conditions", "distance", "metrics", "conditions-map", "crossed", "probes", "maps",
        "trajectory",
        "behaviour", "caveats", "methods", "files",
      ])
  }

  @Test func aFailedSelfTestIsSaidBeforeAnythingElse() throws {
    let html = try Report(directory: Self.run).html
    let warning = try #require(html.range(of: "<p class=\"warning\">The self-test failed"))
    let answer = try #require(html.range(of: "<section id=\"answer\""))
    #expect(warning.lowerBound < answer.lowerBound)
  }

  @Test func hostileTextsStayTexts() throws {
    let html = try Report(directory: Self.run).html
    for markup in ["<script", "<img", "<b ", "<b>&", "<i>", "{{", "style>*", "\"\u{301} onmouseover"] {
      // By bytes: to Swift a quote with an accent behind it is another character.
      #expect(Data(html.utf8).range(of: Data(markup.utf8)) == nil, "\(markup)")
    }
    #expect(html.contains("&lt;script&gt;alert(1)"))
    #expect(!html.contains(String(repeating: "x", count: 1000)))
    #expect(html.contains("The first 600 of 10000 characters"))
    #expect(html.contains("=cmd|") && !html.contains("&#39;=cmd"))
  }

  @Test func nothingIsFetchedFromAnywhere() throws {
    let report = try Report(directory: Self.run)
    let foreign = report.html.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    #expect(!foreign.contains("http:") && !foreign.contains("https:") && !foreign.contains("url("))
    for plot in report.plots { #expect(report.html.contains(plot.path), "\(plot.path)") }
  }

  @Test func everyPlotStandsAloneBesideItsNumbers() throws {
    let report = try Report(directory: Self.run)
    let paths = report.plots.map(\.path)
    #expect(Set(paths.map { $0.lowercased() }).count == paths.count && paths.count > 40)
    for plot in report.plots {
      if plot.path.hasSuffix(".svg") {
        #expect(XMLParser(data: Data(plot.bytes)).parse(), "\(plot.path)")
        #expect(paths.contains(plot.path.dropLast(4) + ".csv"))
      } else {
        #expect(try CSVReader(parsing: plot.bytes).rows.isEmpty == false, "\(plot.path)")
      }
    }
  }

  @Test(arguments: [
    ("modes", ["modes"]), ("crossed", ["crossed"]), ("probes", ["probes"]), ("maps", ["maps"]),
    ("trajectory", ["trajectory"]), ("behaviour", ["behaviour"]), ("similarity", ["metrics", "conditions-map"]),
    ("verdicts", ["distance"]),
  ])
  func aSectionWithoutItsTableIsLeftOut(table: String, missing: [String]) throws {
    try withRun { run in
      let all = sections(try Report(directory: run).html)
      try FileManager.default.removeItem(atPath: "\(run)/\(table).csv")
      #expect(sections(try Report(directory: run).html) == all.filter { !missing.contains($0) })
    }
  }

  @Test func aRunOfAManifestAloneIsAReport() throws {
    try withTemporaryDirectory { run in
      try #"{"format": "mindstate.run/1", "conditions": []}"#.write(
        toFile: "\(run)/manifest.json", atomically: true, encoding: .utf8)
      let report = try Report(directory: run)
      try report.write()
      #expect(sections(report.html) == ["methods", "files"])
      #expect(FileManager.default.fileExists(atPath: "\(run)/report.html"))
    }
  }

  @Test func aFailedSelfTestNamesThePlacesItConcerns() throws {
    try withRun { run in
      let path = "\(run)/manifest.json"
      let places =
        "{\"passed\": false, \"failures\": [\"x\"], \"places\": ["
        + "{\"site\": \"resid\", \"position\": \"answer-end\", \"layers\": [1, 2]}], \"overlaps\": [\"there, layer 3\"]}"
      let manifest = try String(contentsOfFile: path, encoding: .utf8)
        .replacingOccurrences(of: "\"self_test\": null", with: "\"self_test\": \(places)")
      try manifest.write(toFile: path, atomically: true, encoding: .utf8)
      let html = try Report(directory: run).html
      #expect(html.contains("The self-test failed for resid at answer-end, layers 1, 2. Rely on no verdict there"))
      #expect(html.contains("No verdict where the controls overlap: there, layer 3."))
    }
  }

  @Test func directionsOfProbesAreAHeatMapOfPairsAndLayers() throws {
    try withRun { run in
      let text = """
        condition_a,target_a,layer_a,class_a,condition_b,target_b,layer_b,class_b,probe,site,position,cosine
        base/bare,task,1,x,base/qa,task,1,x,logistic,resid,last,0.5
        base/bare,task,1,y,base/qa,task,1,y,logistic,resid,last,0.7
        base/qa,task,1,x,base/bare,task,1,x,logistic,resid,last,0.5
        base/qa,task,1,y,base/bare,task,1,y,logistic,resid,last,0.7
        base/bare,task,1,x,base/qa,task,2,x,logistic,resid,last,0.1
        base/bare,task,2,x,base/qa,task,2,x,logistic,resid,last,

        """
      try text.write(toFile: "\(run)/directions.csv", atomically: true, encoding: .utf8)
      let plots = try Report(directory: run).plots.filter { $0.path.contains("directions-") }
      let table = try #require(plots.first { $0.path.hasSuffix(".csv") })
      // The mean over classes at one layer, whichever comes first; neither two layers nor what is missing.
      let lines = String(decoding: table.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      #expect(lines == ["conditions,layer,cosine", "base/bare – base/qa,1,0.6"])
    }
  }

  @Test func theSameRunGivesTheSameBytes() throws {
    let (first, second) = (try Report(directory: Self.run), try Report(directory: Self.run))
    #expect(first.html == second.html && first.plots.map(\.bytes) == second.plots.map(\.bytes))
  }

  @Test func everyRefusalSaysWhereAndWhatToDo() throws {
    try withTemporaryDirectory { empty in
      let error = try #require(throws: ReportError.self) { try Report(directory: empty) }
      #expect("\(error)".contains("no manifest.json") && "\(error)".contains("mindstate sweep"))
    }
    for (file, text, words) in [
      ("manifest.json", "{", "line 1"), ("manifest.json", "{\"format\": \"x/2\"}", "\"x/2\""),
      ("manifest.json", "{\"format\": \"mindstate.run/1\"}", "conditions"), ("verdicts.csv", "a,b\n1", "line 2"),
      ("verdicts.csv", "a,b\n", "column condition_a"), ("maps.csv", "", "empty"),
    ] {
      try withRun { run in
        try text.write(toFile: "\(run)/\(file)", atomically: true, encoding: .utf8)
        let error = try #require(throws: ReportError.self) { try Report(directory: run) }
        #expect("\(error)".contains(words) && "\(error)".contains(file), "\(error)")
      }
    }
  }
}
