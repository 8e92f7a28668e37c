import MindstateModel
import Testing

/// Templates that would not end, or would fill the memory or the stack. Each must end with an error, and soon.
struct TemplateLimitTests {
  private static func repeated(_ part: String, _ count: Int) -> String { String(repeating: part, count: count) }

  private static let hostile: [(name: String, source: String)] = [
    ("nested loops", "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"),
    ("a macro that calls itself", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    (
      "two macros that call each other",
      "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}"
    ),
    ("a caller that calls itself", "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}"),
    ("a repeated string", "{{ 'x' * 10 ** 12 }}"),
    ("a repeated list", "{{ [1] * 10 ** 9 }}"),
    ("a huge range", "{{ range(10 ** 9) }}"),
    ("a range at the edge", "{{ range(-9223372036854775807, 9223372036854775807) | list }}"),
    (
      "doubling text",
      "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
    ),
    (
      "doubling lists",
      "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}"
    ),
    (
      "comparing doubled lists",
      "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}"
    ),
    (
      "lists within lists",
      "{% set ns = namespace(x=[]) %}{% for i in range(100000) %}{% set ns.x = [ns.x] %}{% endfor %}"
    ),
    (
      "iterators within iterators",
      "{% set ns = namespace(x=[1]) %}{% for i in range(100000) %}{% set ns.x = ns.x | map('string') %}{% endfor %}{{ ns.x | list }}"
    ),
    (
      "replaced text that grows",
      "{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(99) %}{% set ns.x = ns.x.replace('a', 'aaaaaaaaaa') %}{% endfor %}"
    ),
    ("a wide format", "{{ '%1000000000d' % 1 }}"), ("a wide field", "{{ '{:1000000000}'.format(1) }}"),
    ("a precise field", "{{ '%.1000000000f' % 1 }}"), ("a wide center", "{{ 'x' | center(10 ** 12) }}"),
    ("wide indentation", "{{ [[[[1]]]] | tojson(indent=10 ** 9) }}"), ("a wide zfill", "{{ 'x'.zfill(10 ** 15) }}"),
    ("tabs", "{{ '\\t'.expandtabs(10 ** 15) }}"), ("joined text", "{{ range(100000) | join('x' * 1000) }}"),
    ("much output", "{% for i in range(100000) %}{{ 'x' * 1000 }}{% endfor %}"),
    ("a wide batch", "{{ [1] | batch(10 ** 12, 'x') | list }}"), ("many slices", "{{ [1] | slice(10 ** 12) | list }}"),
    ("nested parentheses", "{{ " + repeated("(", 5000) + "1" + repeated(")", 5000) + " }}"),
    ("nested lists", "{{ " + repeated("[", 5000) + repeated("]", 5000) + " }}"),
    ("nots", "{{ " + repeated("not ", 5000) + "1 }}"), ("signs", "{{ " + repeated("- ", 5000) + "1 }}"),
    ("a long sum", "{{ 1" + repeated(" + 1", 5000) + " }}"),
    ("a long chain of filters", "{{ 'x'" + repeated("|trim", 5000) + " }}"),
    ("a long chain of attributes", "{{ x" + repeated(".y", 5000) + " }}"),
    ("many conditions", "{{ 1" + repeated(" if 1 else 1", 5000) + " }}"),
    ("nested blocks", repeated("{% if 1 %}", 5000)), ("nested loops in text", repeated("{% for i in [1] %}", 5000)),
    ("nested tuples of names", "{% set " + repeated("(", 5000) + "a" + repeated(")", 5000) + " = 1 %}"),
    ("a power", "{{ 10 ** 100 }}"), ("overflow", "{{ 9223372036854775807 + 1 }}"),
    ("overflow by sign", "{{ (-9223372036854775807 - 1) // -1 }}"),
    ("overflow of the negative", "{{ -(-9223372036854775807 - 1) }}"),
    ("overflow of abs", "{{ (-9223372036854775807 - 1) | abs }}"),
    ("nested formats", "{{ '{:{:{:{}}}}'.format(1, 2, 3, 4) }}"), ("division by zero", "{{ 1 // 0 }}{{ 1 % 0 }}"),
    ("the slowest sort", "{% for i in range(100000) %}{{ range(100000) | sort | length }}{% endfor %}"),
  ]

  @Test(arguments: hostile.map(\.name)) func endsWithAnError(name: String) throws {
    let source = try #require(Self.hostile.first { $0.name == name }?.source)
    let clock = ContinuousClock()
    let started = clock.now
    let result = TemplateFixture.render(source)
    #expect(throws: TemplateError.self) { try result.get() }
    #expect(clock.now - started < .seconds(20))
  }

  /// These are legal, and only must not bring the process down when they are freed or go on.
  @Test(arguments: [
    "{% set ns = namespace() %}{% set ns.me = ns %}{{ ns.me.me is defined }}",
    "{% set ns = namespace(x=0) %}{% for i in range(50000) %}{% set ns.x = namespace(x=ns.x) %}{% endfor %}",
    "{% set ns = namespace(m=0) %}{% for i in range(50000) %}{% set before = ns.m %}{% macro m() %}{% endmacro %}{% set ns.m = m %}{% endfor %}",
    "{% set ns = namespace(l=0) %}{% for i in range(50000) %}{% for j in [ns.l] %}{% set ns.l = loop %}{% endfor %}{% endfor %}",
    "{{ 'abc'[::-9223372036854775807] }}{{ 'abc'[-9223372036854775807:9223372036854775807] }}{{ range(0, 10, 9223372036854775807) | list }}",
    "{{ 1 | round(-9223372036854775807) }}{{ 1.5 | round(9223372036854775807) }}{{ 'x' | truncate(9223372036854775807) }}",
    "{{ [1, 2][9223372036854775807] }}{{ 'ab'[-9223372036854775807] }}{{ 'ab'.find('b', -9223372036854775807) }}",
  ])
  func survives(source: String) throws {
    #expect(throws: Never.self) { try TemplateFixture.render(source).get() }
  }

  @Test func variablesMayNotNestWithoutEnd() {
    var value = TemplateValue.int(1)
    for _ in 0..<1000 { value = .list([value]) }
    #expect(throws: TemplateError.self) { try TemplateFixture.render("{{ x }}", [("x", value)]).get() }
  }

  @Test func boundsCanBeTightened() throws {
    var limits = TemplateLimits()
    limits.steps = 100
    let source = "{% for i in range(1000) %}{{ i }}{% endfor %}"
    #expect(throws: Never.self) { try TemplateFixture.render(source).get() }
    #expect(throws: TemplateError.self) { try TemplateFixture.render(source, limits: limits).get() }
  }
}
