import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

struct SpecTests {
  @Test func everyFamilyIsListedInTheErrorForAnUnknownOne() throws {
    let config = ModelConfig(path: "config.json", fields: .object(JSONObject([("model_type", .string("bert"))])))
    let error = #expect(throws: ConfigError.self) { try Families.of(config) }
    for type in ["gpt2", "gpt_neox", "llama", "mistral", "qwen2"] {
      #expect("\(try #require(error))".contains(type))
    }
  }

  @Test(arguments: ["logits_scaling", "quantization_config", "attn_logit_softcapping"])
  func fieldsOfOtherArithmeticAreRefusedByName(field: String) throws {
    let value: JSON = field == "quantization_config" ? .object(JSONObject([("bits", .integer(4))])) : .number(2.5)
    let config = ModelConfig(path: "config.json", fields: .object(JSONObject([(field, value)])))
    let error = #expect(throws: ConfigError.self) { try config.refuseForeignFields() }
    #expect(error?.field == field)
  }

  @Test func theEndOfAPassIsTheLastStageAskedFor() throws {
    let spec = try Checkpoint(directory: Fixture.path("models/llama-gqa")).spec
    func end(_ site: Site, _ layer: Int) -> (layer: Int, stage: Stage) {
      CapturePlan(sites: [.init(site: site, layers: [layer])], readings: []).end(in: spec)
    }
    #expect(end(.embed, 0) == (-1, .output))
    #expect(end(.resid, 0) == (-1, .output))
    #expect(end(.resid, 2) == (1, .output))
    #expect(end(.query, 1) == (1, .projections))
    #expect(end(.attnOut, 2) == (2, .attention))
    #expect(end(.logits, 0) == (spec.layers - 1, .output))
  }

  @Test func sharedPrefixesHaveAncestors() {
    var batch = TokenBatch()
    let root = batch.append([1, 2, 3])
    let left = batch.append([4], after: root)
    let leaf = batch.append([5, 6], after: left)
    #expect(batch.ancestorRows(of: leaf) == [0..<3, 3..<4])
    #expect(batch.positions == [0, 1, 2, 3, 4, 5])
    #expect(batch.longest == 6)
  }
}
