import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Captures that `safetensors.numpy` wrote (Tests/Fixtures/store/make_captures.py).
@Suite struct PythonCaptureTests {
  /// Element [row, layer, dimension] of the fixture's site number `site`, by rows.
  private func expected(_ site: Int, rows: Int, layer: Int) -> Matrix {
    Matrix(
      rows: rows, columns: 4,
      (0..<rows).flatMap { row in (0..<4).map { Float(1000 * site + 100 * row + 10 * layer + $0) } })
  }

  @Test func readsOnePosition() throws {
    let store = try StateStore(path: Fixture.path("store/python-one.safetensors"))
    #expect(store.condition == "python-one")
    #expect(store.wrapper == "")
    #expect(store.prompts.map(\.id) == ["add-17", "été", "city-3"])
    #expect(store.prompts.map(\.group) == [nil, nil, nil])
    #expect(store.prompts.map { $0.labels.map(\.name) } == [["topic", "hard"], ["hard"], ["topic"]])
    #expect(store.prompts[0].labels[1].value == .bool(true))
    #expect(store.positions == ["last"])
    let reading = try store.reading(position: "last")
    #expect(reading.tokenIDs == [7, 7, 9])
    #expect(reading.tokenPositions == nil)
    #expect(reading.offsets == nil)
    #expect(try store.site("resid", position: "last").layers == [0, 5])
    #expect(try store.site("final_norm", position: "last").layers == [0])
    #expect(try store.states(site: "resid", position: "last", layerIndex: 1) == expected(0, rows: 3, layer: 1))
    #expect(try store.states(site: "final_norm", position: "last", layerIndex: 0) == expected(1, rows: 3, layer: 0))
  }

  @Test func readsSeveralPositions() throws {
    let store = try StateStore(path: Fixture.path("store/python-several.safetensors"))
    #expect([store.condition, store.wrapper, store.model, store.tool] == ["tuned", "bare", "sha256:0", "numpy"])
    #expect(store.prompts.map(\.group) == ["g", nil])
    #expect(store.positions == ["last", "answer-mean", "answer-all"])
    #expect(try store.site("attn_out", position: "last").layers == [1, 0])
    #expect(try store.states(site: "attn_out", position: "last", layerIndex: 1) == expected(1, rows: 2, layer: 1))

    let mean = try store.reading(position: "answer-mean")
    #expect(mean.tokenIDs == [1, 2, 3, 4, 5])
    #expect(mean.offsets == [0, 3, 5])
    #expect(mean.rows(ofPrompt: 1) == 1..<2)
    #expect(mean.sites[0].dtype == .f64)
    #expect(try store.states(site: "resid", position: "answer-mean", layerIndex: 2) == expected(0, rows: 2, layer: 2))

    let all = try store.reading(position: "answer-all")
    #expect(all.rows(ofPrompt: 1) == 3..<5)
    #expect((0..<5).map(all.prompt(ofRow:)) == [0, 0, 0, 1, 1])
    #expect(all.sites[0].dtype == .f16)
    #expect(try store.states(site: "resid", position: "answer-all", layerIndex: 0) == expected(0, rows: 5, layer: 0))
  }

  @Test func writesWhatItReadFromPython() throws {
    try withTemporaryDirectory { directory throws in
      for name in ["python-one", "python-several"] {
        let capture = try Capture(path: Fixture.path("store/\(name).safetensors"))
        try capture.write(to: "\(directory)/x.safetensors")
        let again = try Capture(path: "\(directory)/x.safetensors")
        #expect(again.condition == capture.condition)
        #expect(again.readings.map(\.position) == capture.readings.map(\.position))
        for (a, b) in zip(again.readings, capture.readings) {
          #expect(a.tokenIDs == b.tokenIDs)
          #expect(a.offsets == b.offsets)
          let sites = Dictionary(uniqueKeysWithValues: a.sites.map { ($0.site, $0) })
          for site in b.sites {
            #expect(sites[site.site]?.layers == site.layers)
            #expect(sites[site.site]?.states == site.states)
          }
        }
      }
    }
  }
}
