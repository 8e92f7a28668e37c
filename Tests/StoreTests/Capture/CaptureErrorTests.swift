import Foundation
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// One test per refusal, of files and of captures to be written.
@Suite struct CaptureErrorTests {
  /// A small capture by hand, to be spoilt.
  struct Draft: Sendable {
    var metadata = [
      "format": "mindstate.capture/1", "prompt_ids": #"["a","b"]"#, "layers": "[0,1]", "position": "last",
    ]
    var states: [String: [Int]] = ["resid": [2, 2, 3]]
    var integers: [String: [Int]] = [:]
    var integerStates: [String: [Int]] = [:]

    func write(to path: String) throws {
      typealias Declaration = SafetensorsWriter.Declaration
      let ints = integers.sorted { $0.key < $1.key }
      let floats = states.sorted { $0.key < $1.key }
      let wrong = integerStates.sorted { $0.key < $1.key }
      var writer = try SafetensorsWriter(
        path: path,
        tensors: ints.map { Declaration($0.key, .i64, [$0.value.count]) }
          + wrong.map { Declaration($0.key, .i64, $0.value) }
          + floats.map { Declaration($0.key, .f32, $0.value) },
        metadata: metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) })
      try AtomicFile.write(to: path) { file in
        try writer.writeHeader(to: &file)
        for (_, values) in ints { try writer.append(values, to: &file) }
        for (_, shape) in wrong { try writer.append([Int](repeating: 0, count: shape.reduce(1, *)), to: &file) }
        for (_, shape) in floats { try writer.append(Matrix(rows: 1, columns: shape.reduce(1, *)), to: &file) }
        writer.finish()
      }
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var problem: CaptureError.Problem
    var draft = Draft()

    init(_ name: String, _ problem: CaptureError.Problem, _ spoil: (inout Draft) -> Void) {
      testDescription = name
      self.problem = problem
      spoil(&draft)
    }
  }

  private static let ints = "an array of distinct whole numbers from 0"

  static let cases = [
    Case("no format", .notACapture) { $0.metadata["format"] = nil },
    Case("another format", .unknownFormat("mindstate.capture/2")) { $0.metadata["format"] = "mindstate.capture/2" },
    Case("no prompt ids", .metadataMissing(key: "prompt_ids")) { $0.metadata["prompt_ids"] = nil },
    Case("no position", .metadataMissing(key: "position")) { $0.metadata["position"] = nil },
    Case("no layers", .metadataMissing(key: "layers")) { $0.metadata["layers"] = nil },
    Case("ids that are numbers", .malformedMetadata(key: "prompt_ids", expected: "an array of strings")) {
      $0.metadata["prompt_ids"] = "[1,2]"
    },
    Case("ids that are one string", .malformedMetadata(key: "prompt_ids", expected: "an array of strings")) {
      $0.metadata["prompt_ids"] = "\"a\""
    },
    Case("an empty capture", .noPrompts) { $0.metadata["prompt_ids"] = "[]" },
    Case("an id twice", .duplicatePrompt(id: "a")) { $0.metadata["prompt_ids"] = #"["a","a"]"# },
    Case("too few groups", .metadataCount(key: "groups", count: 1, prompts: 2)) { $0.metadata["groups"] = #"["a"]"# },
    Case("a group that is a number", .malformedMetadata(key: "groups", expected: "an array of strings and nulls")) {
      $0.metadata["groups"] = "[null,1]"
    },
    Case("too many labels", .metadataCount(key: "labels.x", count: 3, prompts: 2)) {
      $0.metadata["labels"] = #"{"x":[1,2,3]}"#
    },
    Case("labels that are a list", .malformedMetadata(key: "labels", expected: "an object of arrays")) {
      $0.metadata["labels"] = "[1,2]"
    },
    Case("negative layers", .malformedMetadata(key: "layers", expected: ints)) { $0.metadata["layers"] = "[0,-1]" },
    Case("a layer twice", .malformedMetadata(key: "layers", expected: ints)) { $0.metadata["layers"] = "[0,0]" },
    Case("no layer", .malformedMetadata(key: "layers@q", expected: ints)) { $0.metadata["layers@q"] = "[]" },
    Case("an empty position", .badName("", of: "position")) { $0.metadata["position"] = "last," },
    Case("a position twice", .duplicatePosition("last")) { $0.metadata["position"] = "last,last" },
    Case("a tensor of no position", .unknownTensor(name: "q@first", positions: ["last"])) {
      $0.states["q@first"] = [2, 2, 3]
    },
    Case("a plain name among several positions", .unknownTensor(name: "resid", positions: ["last", "first"])) {
      $0.metadata["position"] = "last,first"
    },
    Case("a position without states", .noStates(position: "first")) {
      $0.metadata["position"] = "last,first"
      $0.states = ["resid@last": [2, 2, 3]]
      $0.integers["token_ids@first"] = [1, 2]
    },
    Case("two dimensions", .badShape(tensor: "resid", shape: [2, 6], expected: "[rows, layers, d]")) {
      $0.states["resid"] = [2, 6]
    },
    Case("no dimension", .badShape(tensor: "resid", shape: [2, 2, 0], expected: "[rows, layers, d]")) {
      $0.states["resid"] = [2, 2, 0]
    },
    Case("integer states", .notFloats(tensor: "q", .i64)) { $0.integerStates["q"] = [2, 2, 3] },
    Case("token ids in two dimensions", .badShape(tensor: "token_ids", shape: [2, 1], expected: "of one dimension")) {
      $0.integerStates["token_ids"] = [2, 1]
    },
    Case("too few rows", .rowCount(tensor: "resid", rows: 1, expected: 2)) { $0.states["resid"] = [1, 2, 3] },
    Case("too many layers", .layerCount(tensor: "resid", count: 3, layers: [0, 1])) { $0.states["resid"] = [2, 3, 3] },
    Case("too few token ids", .tokenCount(tensor: "token_ids", position: "last", count: 1, expected: 2)) {
      $0.integers["token_ids"] = [1]
    },
    Case("all without offsets", .offsetsMissing(position: "all")) { $0.metadata["position"] = "all" },
    Case("averaged tokens without offsets", .offsetsMissing(position: "mean")) {
      $0.metadata["position"] = "mean"
      $0.integers["token_ids"] = [1, 2]
    },
    Case("too few offsets", .offsetCount(position: "all", count: 2, prompts: 2)) {
      $0.metadata["position"] = "all"
      $0.integers["offsets"] = [0, 2]
    },
    Case("offsets that do not begin at 0", .badOffset(position: "all", index: 0, value: 1, expected: "0")) {
      $0.metadata["position"] = "all"
      $0.integers["offsets"] = [1, 1, 2]
    },
    Case("falling offsets", .badOffset(position: "all", index: 2, value: 2, expected: "at least the one before it")) {
      $0.metadata["position"] = "all"
      $0.integers["offsets"] = [0, 3, 2]
    },
    Case("offsets past the rows", .rowCount(tensor: "resid", rows: 2, expected: 3)) {
      $0.metadata["position"] = "all"
      $0.integers["offsets"] = [0, 1, 3]
    },
    Case("two tokens for one row", .badOffset(position: "last", index: 1, value: 2, expected: "1, one token a prompt"))
    {
      $0.integers["offsets"] = [0, 2, 3]
    },
  ]

  @Test(arguments: cases)
  func refuses(_ refused: Case) throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      try refused.draft.write(to: path)
      let error = #expect(throws: CaptureError.self) { try StateStore(path: path) }
      #expect(error?.problem == refused.problem)
      #expect(error?.description.hasPrefix("\(path): ") == true)
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test func refusesMetadataThatAreNotJSON() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      var draft = Draft()
      draft.metadata["layers"] = "range(12)"
      try draft.write(to: path)
      let error = #expect(throws: CaptureError.self) { try StateStore(path: path) }
      guard case .metadataNotJSON(key: "layers", _) = error?.problem else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func refusesOneSiteUnderTwoNames() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      var draft = Draft()
      draft.states["resid@last"] = [2, 2, 3]
      try draft.write(to: path)
      #expect(throws: CaptureError.self) { try StateStore(path: path) }
    }
  }

  @Test func takesTheLeastThereCanBe() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/base.bare.safetensors"
      try Draft().write(to: path)
      #expect(try StateStore(path: path).condition == "base.bare")
    }
  }

  @Test func findsNonFiniteStatesOnReading() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      try SampleCapture.capture([SampleCapture.all]).write(to: path)
      var bytes = try TextFile.read(path)
      // The last element of the file: row 4 (prompt 2), layer 2.
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: RawSafetensors.littleEndian([Float.nan]))
      try AtomicFile.write(to: path) { try $0.write(bytes) }
      let store = try StateStore(path: path)
      _ = try store.states(site: "resid", position: "all", layerIndex: 1)
      #expect(
        throws: CaptureError(path: path, .notFinite(site: "resid", position: "all", layer: 2, prompt: "\u{E9}"))
      ) { try store.states(site: "resid", position: "all", layerIndex: 2) }
    }
  }

  /// What a reader would refuse is not written, nor is anything left.
  @Test func refusesToWriteWhatCannotBeRead() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      func problem(_ spoil: (inout Capture) -> Void) -> CaptureError.Problem? {
        var capture = SampleCapture.capture()
        spoil(&capture)
        return #expect(throws: CaptureError.self) { try capture.write(to: path) }?.problem
      }
      #expect(problem { $0.prompts = [] } == .noPrompts)
      #expect(problem { $0.prompts[1].id = "a" } == .duplicatePrompt(id: "a"))
      #expect(problem { $0.readings = [] } == .metadataMissing(key: "position"))
      #expect(problem { $0.readings[0].position = "a,b" } == .badName("a,b", of: "position"))
      #expect(problem { $0.readings[0].position = "all" } == .duplicatePosition("all"))
      #expect(problem { $0.readings[0].sites[0].site = "offsets" } == .badName("offsets", of: "site"))
      #expect(problem { $0.readings[0].sites = [] } == .noStates(position: "last"))
      #expect(problem { $0.readings[2].offsets = nil } == .offsetsMissing(position: "all"))
      #expect(
        problem { $0.readings[0].tokenIDs = [1] }
          == .tokenCount(tensor: "token_ids", position: "last", count: 1, expected: 3))
      #expect(problem { $0.readings[0].sites[1].layers = [0, 1, 3] } == .differingLayers(site: "resid"))
      #expect(
        problem { $0.readings[0].sites[2].layers = [0, 1, 3] }
          == .layerCount(tensor: "attn_out", count: 4, layers: [0, 1, 3]))
      #expect(
        problem { $0.readings[0].sites[0].states = SampleCapture.states(rows: 2, columns: 4) }
          == .rowCount(tensor: "embed", rows: 2, expected: 3))
      #expect(
        problem { $0.readings[0].sites[1].states[1, 9] = .infinity }
          == .notFinite(site: "resid", position: "last", layer: 2, prompt: "e\u{301}"))
      let left = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(left == [])
    }
  }
}
