import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Really trained models, where they lie beside the repository, against what transformers computed on them.
struct RealModelTests {
  static let models = ["stories260K", "pair-finance/base", "pair-finance/tuned", "slm4096"]

  @Test(
    .enabled(
      if: Fixture.real("stories260K") != nil, "../shared/real is not there; put the real models there to run this"),
    arguments: models)
  func agreesWithTransformers(model: String) throws {
    let directory = try #require(Fixture.real(model))
    let checkpoint = try Checkpoint(directory: directory)
    let expected = try SafetensorsFile(path: directory + "/expected.safetensors")
    let set = try PromptSet.read(directory + "/prompts-tokens.jsonl")
    let fed = try Prompting.feed(set, wrapper: .raw, tokenizer: nil)
    let batch = TokenBatch(sequences: fed.map(\.tokens))
    let sites: [(site: Site, name: String)] = [(.resid, "hidden"), (.finalNorm, "final_norm"), (.logits, "logits")]
    let plan = CapturePlan(
      sites: sites.map { .init(site: $0.site, layers: Array($0.site.layers(in: checkpoint.spec))) },
      readings: [.rows(Array(0..<batch.rows))])
    let captured = try Transformer(checkpoint).forward(batch, capturing: plan)
    for (s, (site, name)) in sites.enumerated() {
      let width = site.width(in: checkpoint.spec)
      for i in fed.indices {
        let tensor = try #require(expected["\(name).\(i)"])
        let reference = try expected.matrix(tensor, rows: tensor.count / width, columns: width)
        let difference = Difference(
          reference: reference, ours: captured.states[0][s][rows: batch.segments[i].rows], width: width)
        #expect(difference.isWithinTolerance, "\(model) \(site.rawValue) prompt \(i): \(difference)")
      }
    }
  }

  @Test(
    .enabled(
      if: Fixture.real("stories260K") != nil, "../shared/real is not there; put the real models there to run this"),
    arguments: models)
  func textGivesTheTokensOfTheReference(model: String) throws {
    let directory = try #require(Fixture.real(model))
    let tokenizer = try Tokenizer(path: directory)
    let texts = try PromptSet.read(directory + "/prompts.jsonl")
    let tokens = try PromptSet.read(directory + "/prompts-tokens.jsonl")
    let fed = try Prompting.feed(texts, wrapper: .raw, tokenizer: tokenizer)
    #expect(fed.map(\.tokens) == (try Prompting.feed(tokens, wrapper: .raw, tokenizer: nil)).map(\.tokens))
  }
}
