import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

@Suite struct WrapperTests {
  @Test func knowsRawAndBareWithoutFiles() throws {
    #expect(try Wrapper(named: "raw", searching: []).template == "{prompt}")
    #expect(try Wrapper(named: "bare", searching: []).template == "{prompt}\n")
    #expect(Wrapper.raw.isRaw && !Wrapper.raw.endsInNewline)
    #expect(!Wrapper.bare.isRaw && Wrapper.bare.endsInNewline)
  }

  @Test func takesAFileByteForByte() throws {
    try withFile("\n A:\r {prompt}\t\n", name: "odd.txt") { path in
      let wrapper = try Wrapper(named: path)
      #expect(wrapper.name == "odd")
      #expect(Array(wrapper.template.utf8) == Array("\n A:\r {prompt}\t\n".utf8))
      #expect(wrapper.endsInNewline)
    }
  }

  @Test func looksNamesUpInTheOrderOfDirectories() throws {
    try withTemporaryDirectory { directory in
      for name in ["one", "two"] {
        try FileManager.default.createDirectory(atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
        try Data("\(name): {prompt}\n".utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)/form.txt"))
      }
      let places = ["none", "two", "one"].map { "\(directory)/\($0)" }
      let wrapper = try Wrapper(named: "form", searching: places)
      #expect(wrapper.template == "two: {prompt}\n")
    }
  }

  @Test func namesTheKnownOnesForAnUnknownName() throws {
    try withFile("{prompt}\n", name: "few-shot.txt") { path in
      let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
      #expect(
        promptError { _ = try Wrapper(named: "fewshot", searching: [directory]) }
          == .unknownWrapper("fewshot", nearest: "few-shot", known: ["raw", "bare", "few-shot"]))
      #expect(
        promptError { _ = try Wrapper(named: "", searching: [directory]) }
          == .unknownWrapper("", nearest: nil, known: ["raw", "bare", "few-shot"]))
    }
    #expect(promptError { _ = try Wrapper(named: "chat", searching: []) } == .chatIsNoWrapper)
  }

  @Test func refusesBadTemplates() throws {
    let cases: [([UInt8], (String) -> PromptError)] = [
      ([], { .emptyWrapper($0) }),
      (Array("no slot\n".utf8), { .wrapperSlots($0, count: 0) }),
      (Array("{prompt} {prompt}\n".utf8), { .wrapperSlots($0, count: 2) }),
      ([0xE9] + Array("{prompt}\n".utf8), { .notUTF8($0) }),
      (Array("{prompt}\n".utf8) + [0xC3], { .notUTF8($0) }),
    ]
    for (bytes, expected) in cases {
      try withFile(bytes, name: "w.txt") { path in
        #expect(promptError { _ = try Wrapper(path: path) } == expected(path))
      }
    }
    guard case .file = promptError({ _ = try Wrapper(named: "absent/w.txt") }) else {
      Issue.record("no file error")
      return
    }
  }

  @Test func byteOrderMarkAndCarriageReturnsOfAFileAreNotFed() throws {
    for (text, had) in [("\u{FEFF}Q: {prompt}\r\nA:\r\n", true), ("Q: {prompt}\nA:\n", false)] {
      try withFile(Array(text.utf8), name: "w.txt") { path in
        let wrapper = try Wrapper(path: path)
        #expect(wrapper.template == "Q: {prompt}\nA:\n" && wrapper.endsInNewline)
        #expect(wrapper.hadCarriageReturns == had && (wrapper.note != nil) == had)
      }
    }
    // A lone carriage return is nobody's line end: it stays.
    try withFile(Array("a\rb {prompt}\n".utf8), name: "w.txt") { path in
      let wrapper = try Wrapper(path: path)
      #expect(wrapper.prefix == "a\rb ")
    }
  }

  @Test func readsAllOfADirectoryInByteOrder() throws {
    try withTemporaryDirectory { directory in
      for name in ["b.txt", "a.txt", "README.md", ".hidden.txt", "B.txt"] {
        try Data("{prompt}\n".utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
      }
      #expect(try Wrapper.all(in: directory).map(\.name) == ["B", "a", "b"])
    }
    try withTemporaryDirectory { directory in
      #expect(promptError { _ = try Wrapper.all(in: directory) } == .noWrappers(directory))
    }
  }

  @Test func fillsTheSlotOnce() throws {
    let wrapper = try Wrapper(name: "qa", template: "Q: {prompt}\nA:\n")
    let rendered = RenderedPrompt("What is {prompt}?", wrapper: wrapper, answer: "é")
    #expect(rendered.text == "Q: What is {prompt}?\nA:\né")
    #expect(rendered.promptSpan == 3..<20)
    #expect(rendered.borders == [23, 24])
    #expect(rendered.answerSpan == 24..<26)
  }

  @Test func putsBordersAroundTheFinalNewlineOnly() throws {
    let open = try Wrapper(name: "open", template: "Q: {prompt} A:")
    #expect(RenderedPrompt("x\n", wrapper: .bare).borders == [2, 3])
    #expect(RenderedPrompt("x\n", wrapper: .raw).borders == [])
    #expect(RenderedPrompt("x\n", wrapper: .raw, answer: "y").borders == [2])
    #expect(RenderedPrompt("x", wrapper: open).borders == [])
    #expect(RenderedPrompt("x", wrapper: open, answer: "y").borders == [7])
    #expect(RenderedPrompt("x", wrapper: try Wrapper(name: "crlf", template: "{prompt}\r\n")).borders == [2, 3])
  }
}
