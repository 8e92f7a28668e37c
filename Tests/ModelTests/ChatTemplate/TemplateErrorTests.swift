import MindstateModel
import Testing

struct TemplateErrorTests {
  private func failure(_ source: String, _ variables: [(name: String, value: TemplateValue)] = []) -> TemplateError? {
    if case .failure(let error) = TemplateFixture.render(source, variables) { error } else { nil }
  }

  @Test(arguments: [
    ("{% include 'x' %}", "include"), ("{% extends 'x' %}", "extends"), ("{% import 'x' as y %}", "import"),
    ("{% block b %}{% endblock %}", "block"), ("{% do x %}", "do"),
    ("{% autoescape true %}{% endautoescape %}", "autoescape"),
    ("{{ x | pprint }}", "pprint"), ("{{ x | random }}", "random"), ("{{ x | nosuch }}", "nosuch"),
    ("{{ x is nosuch }}", "nosuch"),
    ("{% for x in y recursive %}{% endfor %}", "recursive"), ("{{ 'a'.encode() }}", "encode"),
    ("{{ lipsum() }}", "lipsum"),
    ("{{ [1] | map('string') }}", "print"), ("{{ '\\N{BULLET}' }}", "by its name"), ("{{ (5).real }}", "real"),
  ])
  func refusesByNameWhatItDoesNotKnow(source: String, name: String) throws {
    let error = try #require(failure(source))
    guard case .unsupported(let construct, let instead) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(construct.contains(name))
    #expect(!instead.isEmpty)
    #expect(error.line == 1 && error.column > 1)
  }

  @Test(arguments: [
    "{{", "{{ x", "{% if x %}", "{% for x in y %}{% endif %}", "{{ 'abc }}", "{# open", "{% raw %}", "{{ ) }}",
    "{{ (] }}",
    "{{ x | }}", "{{ x is }}", "{{ x y }}", "{% set %}", "{% set 1 = 2 %}", "{% set true = 2 %}", "{% break %}",
    "{% nosuch %}",
    "{% macro m(a=1, b) %}{% endmacro %}", "{{ f(a=1, a=2) }}", "{{ f(**a, b) }}", "{{ x is defined is none }}",
    "{{ x. }}", "{{ }}",
    "{% endif %}", "{% else %}", "{{ ? }}", "{{ x ! y }}", "{% for loop in x %}{% endfor %}",
    "{% call x %}{% endcall %}", "{{ '\\xZ1' }}",
    "{{ 99999999999999999999 }}", "{% if x %}{% else %}{% elif y %}{% endif %}",
    "{% for x in y %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}",
  ])
  func refusesWhatIsNoTemplate(source: String) {
    #expect(failure(source) != nil)
  }

  @Test func saysLineAndColumn() throws {
    let error = try #require(failure("text\n  é{{ 'x' }} {{ nothing.more }}"))
    #expect(error.line == 2)
    #expect(error.column == 24)
    #expect(error.problem == .undefined("'nothing' is undefined"))
    #expect(error.description.hasPrefix("test: line 2, column 24: 'nothing' is undefined"))
  }

  @Test func carriesTheWordsOfRaiseException() throws {
    let error = try #require(failure("{{ raise_exception('No ' ~ role) }}", [("role", .text("system"))]))
    #expect(error.problem == .raised(message: "No system"))
    #expect(error.description == "test: line 1, column 19: the template refuses the conversation: No system")
  }

  @Test(arguments: [
    "{{ [].append(1) }}", "{{ {}.update({}) }}", "{{ ''.__class__.__mro__ }}", "{% set ns = namespace(_a=1) %}",
  ])
  func forbidsWhatTheSandboxForbids(source: String) throws {
    guard case .forbidden = try #require(failure(source)).problem else {
      Issue.record("\(source)")
      return
    }
  }

  @Test func anUnknownFilterInsideAConditionWaitsUntilItIsReached() throws {
    let source = "{% if x is string %}{{ x | from_json }}{% else %}{{ x }}{% endif %}"
    #expect(try TemplateFixture.render(source, [("x", .int(1))]).get().text == "1")
    #expect(failure(source, [("x", .text("1"))]) != nil)
  }
}
