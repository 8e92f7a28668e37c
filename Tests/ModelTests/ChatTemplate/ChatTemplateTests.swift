import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Against jinja2 set up as transformers does it; `Tests/Fixtures/templates/make.py` made what is expected.
struct ChatTemplateTests {
  private static let folder = "templates"
  private static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: Fixture.path("\(folder)/sources"))
    return (files ?? []).filter { $0.hasSuffix(".jinja") }.map { String($0.dropLast(6)) }.sorted()
  }()

  @Test(arguments: names) func rendersConversationsAsJinja2Does(name: String) throws {
    let source = String(
      decoding: try TextFile.read(Fixture.path("\(Self.folder)/sources/\(name).jinja")), as: UTF8.self)
    let conversations = try JSON(parsing: try TextFile.read(Fixture.path("\(Self.folder)/conversations.json")))
    let expected = try TemplateFixture.lines(Fixture.path("\(Self.folder)/renderings.jsonl")).first {
      $0["template"]?.stringValue == name
    }
    let outcomes = try #require(expected?["outcomes"]?.objectValue?.members)
    #expect(outcomes.count == 22)
    let template = try ChatTemplate(source, name: name)
    for (conversation, outcome) in outcomes {
      let variables = TemplateFixture.variables(conversations[conversation])
      let result: Result<TemplateText, TemplateError>
      do throws(TemplateError) {
        result = .success(try template.render(variables, now: TemplateFixture.now))
      } catch {
        result = .failure(error)
      }
      let difference = TemplateOutcome(outcome).difference(from: result)
      #expect(difference == nil, "\(name), \(conversation)")
    }
  }

  @Test func everyTemplateHasItsRenderings() throws {
    let lines = try TemplateFixture.lines(Fixture.path("\(Self.folder)/renderings.jsonl"))
    #expect(lines.compactMap { $0["template"]?.stringValue }.sorted() == Self.names)
    #expect(Self.names.count >= 40)
  }

  private static let cases = ProcessInfo.processInfo.environment["MINDSTATE_TEMPLATE_CASES"]

  /// Random templates of `Tests/Fixtures/templates/fuzz.py`. A refusal where jinja2 renders is counted and allowed: what
  /// must never be is other text.
  @Test(.enabled(if: cases != nil, "MINDSTATE_TEMPLATE_CASES names no file made by fuzz.py"))
  func neverRendersOtherTextThanJinja2() throws {
    let lines = try TemplateFixture.lines(try #require(Self.cases))
    var refused = 0
    for line in lines {
      let source = try #require(line["template"]?.stringValue)
      let outcome = TemplateOutcome(line)
      let result = TemplateFixture.render(source, TemplateFixture.variables(line["variables"]))
      if case .failure = result {
        refused += outcome.text == nil ? 0 : 1
        continue
      }
      let difference = outcome.difference(from: result)
      #expect(difference == nil, "\(source.debugDescription)")
    }
    #expect(refused * 20 <= lines.count, "\(refused) of \(lines.count) templates that jinja2 renders were refused")
  }
}
