import MindstateModel
import Testing

struct NameListTests {
  @Test(arguments: [
    ("a,b", ["a", "b"]), ("a", ["a"]), ("", []), ("a,", ["a", ""]), (#"a\, b,c"#, ["a, b", "c"]),
    (#"a\\,b"#, [#"a\"#, "b"]), (#"C:\x"#, [#"C:\x"#]), (#"end\"#, [#"end\"#]), ("é,ü", ["é", "ü"]),
  ])
  func aBackslashKeepsACommaInAName(text: String, parts: [String]) {
    #expect(NameList.parts(of: text) == parts)
  }

  @Test func aNameMayHoldAnEqualsSign() {
    #expect(NameList.assignment(in: #"T\=0, a=x=1,y"#) ?? ("", "") == ("T=0, a", "x=1,y"))
    #expect(NameList.assignment(in: #"a\=b"#) == nil && NameList.assignment(in: "file") == nil)
  }

  @Test func aSlipSuggestsTheNearestName() {
    #expect(suggestion(for: "logit", in: ["logits", "resid"]) == "; did you mean \"logits\"?")
    #expect(suggestion(for: "nothing", in: ["logits", "resid"]).isEmpty)
  }
}
