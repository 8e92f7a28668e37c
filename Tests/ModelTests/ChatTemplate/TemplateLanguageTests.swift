import MindstateModel
import Testing

/// Corners of the language, each with what jinja2 3.1.6 renders.
struct TemplateLanguageTests {
  private func text(_ source: String, _ variables: [(name: String, value: TemplateValue)] = []) throws -> String {
    try TemplateFixture.render(source, variables).get().text
  }

  @Test(arguments: [
    ("{{ 2 ** 3 ** 2 }}", "64"), ("{{ -2 ** 2 }}", "4"), ("{{ 1 - 1 - 1 }}", "-1"), ("{{ 2 ~ 'a' == '2a' }}", "True"),
    ("{{ not true == false }}", "True"), ("{{ 1 if false else 2 if false else 3 }}", "3"),
    ("{{ 3 is odd and 2 is even }}", "True"),
    ("{{ 'ab' 'cd' }}", "abcd"), ("{{ 7 // -2 }}{{ 7 % -2 }}{{ -7.5 // 2 }}", "-4-1-4.0"),
    ("{{ 1e16 }}{{ 1e15 }}{{ 0.0001 }}{{ 1e-5 }}", "1e+161000000000000000.00.00011e-05"),
    ("{{ 10 / 4 }}{{ 10 / 5 }}", "2.52.0"), ("{{ true + true }}", "2"), ("{{ 'x' * 3 }}{{ [1] * 2 }}", "xxx[1, 1]"),
  ])
  func followsThePrecedenceAndArithmeticOfPython(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test func aKeyNamedLikeAMethodIsReachedByItsItem() throws {
    let value = TemplateValue.dictionary([(key: "items", value: .int(5))])
    #expect(try text("{{ d['items'] }}{{ d.items() | list }}", [("d", value)]) == "5[('items', 5)]")
  }

  @Test func keysAreComparedByTheirBytes() throws {
    let value = TemplateValue.dictionary([(key: "\u{E9}", value: .int(1)), (key: "e\u{301}", value: .int(2))])
    #expect(
      try text("{{ d['\\xe9'] }}{{ d['e\\u0301'] }}{{ d | length }}{{ '\\xe9' == 'e\\u0301' }}", [("d", value)])
        == "122False")
  }

  @Test func namesThatAScopeSetsFirstAreMissingInWhatRunsEarlier() throws {
    let variables: [(name: String, value: TemplateValue)] = [("x", .text("given"))]
    #expect(try text("{% for i in [1] %}{{ x }}{% endfor %}{% set x = 5 %}{{ x }}", variables) == "5")
    #expect(try text("{{ x }}{% for i in [1] %}{{ x }}{% endfor %}{% set x = 5 %}{{ x }}", variables) == "givengiven5")
    #expect(
      try text(
        "{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% if true %}{% set x = 5 %}{% endif %}{{ m() }}", variables)
        == "given5")
  }

  @Test func anItemLeftByBreakOrContinueDoesNotCountAgainstElse() throws {
    #expect(try text("{% for i in [1, 2] %}{% continue %}{% else %}e{% endfor %}") == "e")
    #expect(try text("{% for i in [1, 2] %}{{ i }}{% break %}{% else %}e{% endfor %}") == "1e")
  }

  @Test func markupEscapesWhatItIsAddedTo() throws {
    #expect(try text("{{ ('<' | e) + '<' }}{{ '<' + ('<' | safe) }}{{ ('<' | safe) ~ '<' }}") == "&lt;&lt;&lt;<<<")
  }

  @Test func iteratorsGiveTheirItemsOnce() throws {
    #expect(
      try text("{% set i = [1, 2] | map('string') %}{{ i | first }}{{ i | list }}{{ i | list }}{{ 'T' if i }}")
        == "1['2'][]T")
  }

  @Test func timeIsWhatTheCallerGives() throws {
    let template = try ChatTemplate("{{ strftime_now('%d %B %Y, %H:%M') }}", name: "test")
    #expect(try template.render([], now: TemplateTime(iso8601: "2026-08-31T07:08")).text == "31 August 2026, 07:08")
    #expect(throws: TemplateError.self) { try template.render([]) }
  }
}
