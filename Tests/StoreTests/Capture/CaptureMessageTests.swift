import MindstateStore
import Testing

/// Every message says where, what against what, and what to do, in one line.
@Suite struct CaptureMessageTests {
  static let problems: [CaptureError.Problem] = [
    .unreadable(SafetensorsError(path: "c", .tooShort(size: 3))), .notACapture, .unknownFormat("x\n"),
    .metadataMissing(key: "layers"), .malformedMetadata(key: "layers", expected: "an array"),
    .metadataCount(key: "groups", count: 1, prompts: 2), .noPrompts, .duplicatePrompt(id: "a\nb"),
    .badName("a@b", of: "site"), .duplicatePosition("last"), .unknownTensor(name: "q", positions: ["last", "first"]),
    .noStates(position: "last"), .badShape(tensor: "q", shape: [2], expected: "[rows, layers, d]"),
    .notFloats(tensor: "q", .i64), .rowCount(tensor: "q", rows: 1, expected: 2),
    .layerCount(tensor: "q", count: 1, layers: [0, 1]), .differingLayers(site: "q"), .offsetsMissing(position: "all"),
    .offsetCount(position: "all", count: 1, prompts: 2), .badOffset(position: "all", index: 0, value: 1, expected: "0"),
    .tokenCount(tensor: "token_ids", position: "all", count: 1, expected: 2),
    .notFinite(site: "resid", position: "last", layer: 3, prompt: "city-3"), .noSuchPosition("x", available: ["last"]),
    .noSuchSite("x", position: "last", available: ["resid"]), .noSuchLayerIndex(9, site: "resid", layers: [0]),
  ]

  @Test(arguments: problems)
  func saysWhereAndWhatToDo(problem: CaptureError.Problem) {
    let message = CaptureError(path: "c", problem).description
    #expect(message.hasPrefix("c: "))
    #expect(!message.contains("\n"))
    #expect(message.hasSuffix("."))
    // The remedy is a sentence of its own.
    #expect(message.dropLast().contains(". "))
  }

  @Test func namesThePromptOfABadState() {
    let error = CaptureError(
      path: "c.safetensors", .notFinite(site: "resid", position: "last", layer: 3, prompt: "city-3"))
    #expect(
      error.description
        == "c.safetensors: resid layer 3 at last is NaN or infinite for the prompt \"city-3\". "
        + "Check the checkpoint's weights, or capture again in f32.")
  }
}
