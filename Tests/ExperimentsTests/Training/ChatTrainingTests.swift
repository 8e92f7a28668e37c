import Foundation
import MindstateExperiments
import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Training under a chat template.
@Suite struct ChatTrainingTests {
  private static let template = """
    {% for m in messages %}<bos>{{ m.role }}
    {{ m.content | trim }}<eos>
    {% endfor %}{% if add_generation_prompt %}<bos>assistant
    {% endif %}
    """

  private func with(_ template: String, _ body: (TrainingBench, ChatRequest) throws -> Void) throws {
    try TrainingBench.with { bench in
      var chat = ChatRequest()
      chat.template = bench.directory + "/template.jinja"
      try template.write(toFile: bench.directory + "/template.jinja", atomically: true, encoding: .utf8)
      let example = #"{"id":"a","prompt":"Where was Orla born?","answer":" In Hayfall."}"#
      try example.write(toFile: bench.instructions, atomically: true, encoding: .utf8)
      let prompt = #"{"id":"a","text":"Where was Orla born?","reference":" In Hayfall."}"#
      try prompt.write(toFile: bench.directory + "/prompts.jsonl", atomically: true, encoding: .utf8)
      try body(bench, chat)
    }
  }

  /// What the model gives to each token of the turn, from the logits that `capture` reads before it.
  private func logProbabilities(_ bench: TrainingBench, _ chat: ChatRequest) throws -> [Double] {
    var request = CaptureRequest(model: TrainingBench.tokenizer, prompts: bench.directory + "/prompts.jsonl")
    request.wrapper = "chat"
    request.chat = chat
    request.sites = [.logits]
    request.positions = [.last, .answerAll, .answerEnd]
    let readings = try request.capture().readings
    let logits = readings.flatMap { reading in
      reading.sites.flatMap { site in
        (0..<site.states.rows).map { row in (0..<site.states.columns).map { Double(site.states[row, $0]) } }
      }
    }
    let fed = try CheckpointReport(model: TrainingBench.tokenizer).fed(
      prompts: bench.directory + "/prompts.jsonl", wrapper: "chat", chat: chat, answers: nil, forcingAnswers: true,
      addSpecialTokens: true)[0]
    let turn = fed.tokens[try #require(fed.turnTokens)]
    #expect(logits.count == turn.count, "the answer and the token that ends the turn")
    return zip(logits, turn).map { row, token in
      let largest = row.max() ?? 0
      return row[token] - largest - log(row.reduce(0) { $0 + exp($1 - largest) })
    }
  }

  @Test func theLossOfAnExampleIsTheMeanOverItsAnswerAndTheEndOfTheTurn() throws {
    try with(Self.template) { bench, chat throws in
      var request = bench.tuning(.instructions(bench.instructions), steps: 1)
      request.batch = 1
      request.wrapper = "chat"
      request.chat = chat
      let output = bench.directory + "/tuned"
      try request.run(writingTo: output)
      let expected = try logProbabilities(bench, chat)
      #expect(expected.count > 2)
      let loss = try #require(try TrainingBench.losses(in: output).first)
      #expect(abs(loss + expected.reduce(0, +) / Double(expected.count)) < 1e-4)
    }
  }

  @Test func aRunGoesOnUnderTheSameTemplateOnly() throws {
    try with(Self.template) { bench, chat throws in
      var request = bench.tuning(.instructions(bench.instructions), steps: 4)
      request.wrapper = "chat"
      request.chat = chat
      request.resumes = true
      let stop = StopAfter(steps: 2)
      let output = bench.directory + "/tuned"
      #expect(try request.run(writingTo: output, stop: stop.stop, progress: stop).isFinished == false)
      request.chat.variables = [("system", .string("Be kind"))]
      #expect { try request.run(writingTo: output) } throws: { "\($0)".contains("wrapper") }
      request.chat.variables = []
      #expect(try request.run(writingTo: output).isFinished)
    }
  }
}
