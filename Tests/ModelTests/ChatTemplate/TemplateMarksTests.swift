import MindstateModel
import Testing

/// What the user wrote is known in what the template makes of it.
struct TemplateMarksTests {
  /// The marked parts of the rendering of `source` with the marked text as `x`.
  private func marked(_ source: String, _ text: String) throws -> [String] {
    let result = try TemplateFixture.render(source, [("x", .string(TemplateText(text, marked: true)))]).get()
    let bytes = Array(result.text.utf8)
    return result.marks.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("<u>{{ x }}</u>", ["  hé llo\n"]), ("{{ 'a' + x ~ 'b' }}", ["  hé llo\n"]), ("[{{ x | trim }}]", ["hé llo"]),
    ("[{{ x.strip() }}]", ["hé llo"]), ("{{ x[2:4] }}!", ["hé"]), ("{{ x[::-1] }}!", ["\noll éh  "]),
    ("{{ x[2] }}{{ x[-2] }}", ["ho"]),
    ("{{ x.split() | join('-') }}", ["hé", "llo"]), ("{{ x.split('é')[0] }}", ["  h"]),
    ("{{ x | upper }}", ["  HÉ LLO\n"]),
    ("{{ x.replace('l', 'LL') }}", ["  hé LLLLo\n"]), ("{{ 'axb'.replace('x', x) }}", ["  hé llo\n"]),
    ("{{ [x] }}", ["  hé llo\\n"]),
    ("{{ {'k': x} | tojson }}", ["  hé llo\\n"]), ("{{ '%s|%5d' % (x, 3) }}", ["  hé llo\n"]),
    ("{{ 'a{}b'.format(x) }}", ["  hé llo\n"]),
    ("{% set y %}<{{ x }}>{% endset %}{{ y | trim('<>') }}", ["  hé llo\n"]),
    ("{% macro m(a) %}({{ a }}){% endmacro %}{{ m(x) }}", ["  hé llo\n"]),
    ("{{ x | length }}{{ x == 'a' }}{{ 'h' in x }}", []), ("{% for c in x %}{{ c }}{% endfor %}", ["  hé llo\n"]),
    ("{{ x | indent(1, true) }}", ["  hé llo", ""]),
    ("{{ x | capitalize }}{{ x | title }}", ["  hé llo\n  Hé Llo\n"]), ("{{ x.partition('é')[2] }}", [" llo\n"]),
    ("{{ [x, 'y'] | first }}y", ["  hé llo\n"]),
    ("{% filter upper %}a{{ x }}{% endfilter %}", ["  HÉ LLO\n"]), ("{{ x.splitlines() | first }}.", ["  hé llo"]),
    ("{{ x | truncate(6, true, '…', 0) }}", ["  hé "]),
  ])
  func followTheText(source: String, expected: [String]) throws {
    #expect(try marked(source, "  hé llo\n") == expected.filter { !$0.isEmpty })
  }

  @Test func textFromTheTemplateIsNotMarked() throws {
    #expect(try marked("{{ 'only ' ~ 5 }}", "x").isEmpty)
  }

  @Test func appendedMarksOfNeighborsAreOne() {
    var text = TemplateText("ab", marked: true)
    text.append(TemplateText("é", marked: true))
    text.append("c")
    #expect(text.text == "abéc")
    #expect(text.marks == [0..<4])
    #expect(TemplateText("", marked: true).marks.isEmpty)
  }
}
