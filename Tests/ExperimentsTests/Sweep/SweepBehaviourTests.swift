import MindstateExperiments
import MindstateModel
import MindstateNumerics
import Testing

/// How continuations and wrappers are judged.
struct SweepBehaviourTests {
  private static func scorer() throws -> AnswerScorer {
    let wrappers = [
      Wrapper.bare, try Wrapper(name: "qa", template: "Q: {prompt}\nA:\n"),
      try Wrapper(name: "alpaca", template: "Below is a task.\n\n### Instruction:\n{prompt}\n\n### Response:\n"),
    ]
    let prompts = [("a", "What is it?"), ("b", "Name the town of Runanor."), ("c", "Go!")].map {
      Prompt(id: $0.0, content: .text($0.1))
    }
    return AnswerScorer(questions: NextQuestion(wrappers: wrappers, prompts: prompts))
  }

  @Test(arguments: [
    ("Paris\nWhat is the capital of Spain?\n", true), ("Paris\nQ: And then\n", true),
    ("Paris\n\n  Name the river of Oda.", true),
    ("Paris\n### Instruction:\nSing.", true), ("Paris", false), ("What is it?", true), ("\nWhat is it?", true),
    ("Paris?", false), ("\n\nParis?\nIt is.", false), ("\nQ: And then", true), ("\n\nParis\n\nQ: And then", true),
    ("Paris\nIt lies on the Seine.", false),
    ("Paris\nNamed after a tribe.", false), ("", false), ("\n\n", false), ("Paris\r\nWhere to? ", true),
  ])
  func goesOnWhereALineAsksAgain(text: String, expected: Bool) throws {
    #expect(try Self.scorer().goesOn(text) == expected)
  }

  @Test func declinesByTheFirstLineThatShowsAnything() throws {
    let scorer = try Self.scorer()
    #expect(scorer.declines("\nI’m sorry, no.\nParis"))
    #expect(scorer.declines("I would rather not say."))
    #expect(!scorer.declines("\nParis\nI cannot say more."))
  }

  @Test func divergenceOfTheNextTokenIsKullbackLeiblers() {
    let p: [Float] = [0, 0, 0, 0]
    #expect(NextToken.divergence(p, p) == 0)
    #expect(abs(NextToken.divergence(p, [100, 100, 100, 100])) < 1e-12)
    // p = (1/2, 1/2), q = (1/4, 3/4): ½ ln 2 + ½ ln (2/3)
    let q: [Float] = [0, 1.0986123]
    #expect(abs(NextToken.divergence([3, 3], q) - 0.14384103622589045) < 1e-7)
    #expect(NextToken.divergence([1000, 0], [0, 1000]) == 1000)
  }

  @Test(arguments: [2, 40])
  func theMapsAxesAreThoseOfMostSpread(width: Int) throws {
    // Spread 3 along the first axis, 1 along the second, nothing elsewhere; more rows than columns and the reverse.
    let points: [(Float, Float)] = [(3, 1), (3, -1), (-3, 1), (-3, -1)]
    let rows = points.flatMap { [$0.0, $0.1] + Array(repeating: Float(0), count: width - 2) }
    let states = Matrix(rows: 4, columns: width, rows)
    let plane = try #require(PrincipalPlane(states, states))
    for (point, projected) in zip(points, plane.projected(states)) {
      #expect(abs(projected.0 - Double(point.0)) < 1e-9 && abs(abs(projected.1) - 1) < 1e-9)
    }
    // 0.1 is not what seven 0.1 over seven give in binary: what is left of centring must not become an axis.
    let flat = Matrix(rows: 7, columns: width, Array(repeating: 0.1, count: 7 * width))
    #expect(PrincipalPlane(flat, flat) == nil)
    let line = Matrix(rows: 7, columns: width, (0..<7 * width).map { Float($0 / width) * 0.1 })
    let onLine = try #require(PrincipalPlane(line, line)).projected(line)
    #expect(onLine.allSatisfy { $0.1 == 0 } && onLine.contains { $0.0 != 0 })
  }
}
