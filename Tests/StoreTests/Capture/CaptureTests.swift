import Foundation
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Captures written and read by this library.
@Suite struct CaptureTests {
  private func roundTrip<R>(_ capture: Capture, format: FloatFormat = .f32, _ body: (StateStore) throws -> R) throws
    -> R
  {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/capture.safetensors"
      try capture.write(to: path, format: format)
      return try body(StateStore(path: path))
    }
  }

  @Test func readsBackEverything() throws {
    let capture = SampleCapture.capture()
    try roundTrip(capture) { store throws in
      #expect([store.condition, store.wrapper, store.model, store.tool] == ["tuned", "bare", "sha256:1", "test 1"])
      #expect(store.prompts.map { Array($0.id.utf8) } == capture.prompts.map { Array($0.id.utf8) })
      #expect(store.prompts.map(\.group) == ["g", nil, "h"])
      #expect(store.prompts.map { $0.labels.map(\.name) } == [["topic", "n"], ["n"], []])
      #expect(store.prompts[1].labels[0].value == .number(0.5))
      #expect(store.positions == ["last", "prompt-mean", "all"])
      for reading in capture.readings {
        let stored = try store.reading(position: reading.position)
        #expect(stored.tokenIDs == reading.tokenIDs)
        #expect(stored.tokenPositions == reading.tokenPositions)
        #expect(stored.offsets == reading.offsets)
        #expect(stored.sites.map(\.site) == reading.sites.map(\.site))
        for site in reading.sites {
          #expect(try store.site(site.site, position: reading.position).layers == site.layers)
          for index in site.layers.indices {
            let states = try store.states(site: site.site, position: reading.position, layerIndex: index)
            #expect(states == site.layer(at: index), "\(site.site) \(index)")
          }
        }
      }
    }
  }

  @Test func namesTensorsPlainlyWithOnePosition() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      try SampleCapture.capture([SampleCapture.last]).write(to: path)
      let file = try SafetensorsFile(path: path)
      #expect(
        Set(file.tensors.map(\.name)) == ["token_ids", "token_positions", "embed", "resid", "attn_out", "logits"])
      #expect(file["resid"]?.shape == [3, 3, 4])
      #expect(file["token_ids"]?.dtype == .i64)
      #expect(file.metadata("position") == "last")
      #expect(file.metadata("layers") == "[0,1,2]")
      #expect(file.metadata("layers@attn_out") == "[1]")
      #expect(file.metadata("layers@embed") == nil)
      #expect(file.metadata("groups") == #"["g",null,"h"]"#)
      #expect(file.metadata("labels") == #"{"topic":["x",null,null],"n":[1,0.5,null]}"#)

      try SampleCapture.capture().write(to: path)
      let several = try SafetensorsFile(path: path)
      #expect(several.metadata("position") == "last,prompt-mean,all")
      #expect(several["offsets@all"]?.shape == [4])
      #expect(several["resid@all"]?.shape == [5, 3, 4])
      #expect(several["resid@prompt-mean"]?.shape == [3, 3, 4])
    }
  }

  /// One layer that is not 0, one site of many layers among single ones, and both orders.
  @Test(arguments: [[[7]], [[0], [7]], [[7], [0]], [[0], [7], [2, 3]], [[2, 3], [3, 2], [0], [2]]] as [[[Int]]])
  func keepsLayersOfEverySite(layers: [[Int]]) throws {
    let sites = layers.enumerated().map {
      SiteStates(site: "s\($0)", layers: $1, states: SampleCapture.states(rows: 3, columns: 2 * $1.count))
    }
    try roundTrip(SampleCapture.capture([Reading(position: "first", sites: sites)])) { store throws in
      #expect(try store.reading(position: "first").sites.map(\.layers) == layers)
    }
  }

  @Test func equalCapturesGiveEqualBytes() throws {
    try withTemporaryDirectory { directory throws in
      for name in ["a", "b"] { try SampleCapture.capture().write(to: "\(directory)/\(name)") }
      #expect(try TextFile.read("\(directory)/a") == TextFile.read("\(directory)/b"))
    }
  }

  @Test(arguments: [FloatFormat.f16, .bf16])
  func storesStatesInHalfTheSize(format: FloatFormat) throws {
    let capture = SampleCapture.capture()
    try roundTrip(capture, format: format) { store throws in
      let site = try store.site("resid", position: "all")
      #expect(site.dtype.size == 2)
      // Eighths up to 13 have at most 7 bits, so both formats hold them.
      #expect(
        try store.states(site: "resid", position: "all", layerIndex: 2) == capture.readings[2].sites[0].layer(at: 2))
    }
  }

  @Test func takesPromptsWithoutTokens() throws {
    var reading = SampleCapture.all
    reading.position = "answer-all"
    reading.sites[0].states = SampleCapture.states(rows: 0, columns: 12)
    reading.offsets = [0, 0, 0, 0]
    reading.tokenIDs = []
    reading.tokenPositions = nil
    try roundTrip(SampleCapture.capture([reading])) { store throws in
      #expect(try store.states(site: "resid", position: "answer-all", layerIndex: 1).rows == 0)
      #expect(try store.reading(position: "answer-all").tokenIDs == [])
    }
    try roundTrip(SampleCapture.capture([SampleCapture.all])) { store throws in
      let reading = try store.reading(position: "all")
      #expect((0..<3).map(reading.rows(ofPrompt:)) == [0..<2, 2..<2, 2..<5])
      #expect((0..<5).map(reading.prompt(ofRow:)) == [0, 0, 2, 2, 2])
    }
  }

  @Test func listsWhatThereIsWhenAskedForMore() throws {
    try roundTrip(SampleCapture.capture()) { store throws in
      func problem(_ site: String, _ position: String, _ index: Int) -> CaptureError.Problem? {
        #expect(throws: CaptureError.self) { try store.states(site: site, position: position, layerIndex: index) }?
          .problem
      }
      #expect(problem("resid", "first", 0) == .noSuchPosition("first", available: ["last", "prompt-mean", "all"]))
      #expect(problem("q", "all", 0) == .noSuchSite("q", position: "all", available: ["resid"]))
      #expect(problem("resid", "all", 3) == .noSuchLayerIndex(3, site: "resid", layers: [0, 1, 2]))
      #expect(problem("resid", "all", -1) == .noSuchLayerIndex(-1, site: "resid", layers: [0, 1, 2]))
    }
  }

  @Test(arguments: [SystemCalls.Call.write, .fsync, .rename])
  func keepsTheOldCaptureWhenTheDiskIsFull(call: SystemCalls.Call) throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      try SampleCapture.capture([SampleCapture.last]).write(to: path)
      let old = try TextFile.read(path)
      let error = #expect(throws: FileError.self) {
        try SystemCalls.failing(call, with: ENOSPC) { try SampleCapture.capture().write(to: path) }
      }
      #expect(error?.path.hasSuffix("c.safetensors") == true)
      #expect(try TextFile.read(path) == old)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["c.safetensors"])
    }
  }
}
