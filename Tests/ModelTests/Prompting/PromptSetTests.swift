import Foundation
import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

/// Writes `bytes` to a file of its own and gives `body` the path.
func withFile<R>(
  _ bytes: some Sequence<UInt8>, name: String = "prompts.jsonl", _ body: (String) throws -> R
) throws -> R {
  try withTemporaryDirectory { directory in
    let path = "\(directory)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try body(path)
  }
}

func withFile<R>(_ text: String, name: String = "prompts.jsonl", _ body: (String) throws -> R) throws -> R {
  try withFile(Array(text.utf8), name: name, body)
}

/// The error that `body` throws; nil where it throws none.
func promptError(_ body: () throws -> Void) -> PromptError? {
  do { try body() } catch { return error as? PromptError }
  return nil
}

@Suite struct PromptSetTests {
  @Test func readsEveryField() throws {
    let text = """
      {"id": "a", "text": "What?\\nNow?", "labels": {"z": "last letter", "hard": true, "n": 2, "x": null}, "reference": "this", "group": "g"}
      {"id": "b", "tokens": [0, 7, 7]}
      """
    let prompts = try withFile(text) { try PromptSet.read($0) }.prompts
    #expect(prompts.map(\.id) == ["a", "b"])
    #expect(prompts[0].content == .text("What?\nNow?"))
    #expect(prompts[0].labels.map(\.name) == ["z", "hard", "n", "x"])
    #expect(prompts[0].labels.map(\.value) == [.string("last letter"), .bool(true), .integer(2), .null])
    #expect(prompts[0].reference == "this")
    #expect(prompts[0].group == "g")
    #expect(prompts[1].content == .tokens([0, 7, 7]))
    #expect(prompts[1].labels.isEmpty && prompts[1].reference == nil && prompts[1].group == nil)
  }

  @Test func acceptsByteOrderMarkCRLFBlankLinesAndNull() throws {
    let first = #"{"id": "a", "text": "x", "group": null}"#
    let text = "\u{FEFF}\r\n\(first)\r\n \t\r\n\n{\"id\": \"b\", \"text\": \"y\"}\r\n"
    let prompts = try withFile(text) { try PromptSet.read($0) }.prompts
    #expect(prompts.map(\.id) == ["a", "b"])
    #expect(prompts[1].content == .text("y"))
  }

  @Test func tellsWhetherATokenizerIsNeeded() throws {
    #expect(try withFile(#"{"id": "a", "tokens": [1]}"#) { try PromptSet.read($0).hasOnlyTokens })
    #expect(try !withFile(#"{"id": "a", "text": "1"}"#) { try PromptSet.read($0).hasOnlyTokens })
  }

  @Test func keepsCanonicallyEquivalentPromptsApart() throws {
    let text = "{\"id\": \"\u{E9}\", \"text\": \"\u{E9}\"}\n{\"id\": \"e\u{301}\", \"text\": \"e\u{301}\"}"
    #expect(try withFile(text) { try PromptSet.read($0) }.prompts.count == 2)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let text: String
    let error: @Sendable (String) -> PromptError
    var testDescription: String { text }

    init(_ text: String, _ error: @escaping @Sendable (String) -> PromptError) {
      self.text = text
      self.error = error
    }

    /// A refusal of line 1, which is about the prompt `id`.
    init(line text: String, id: String? = "a", _ error: @escaping @Sendable (FilePlace) -> PromptError) {
      self.init(text) { error(FilePlace(file: $0, line: 1, prompt: id)) }
    }
  }

  static let fields = ["id", "text", "prompt", "tokens", "messages", "reference", "answer", "labels", "group"]

  @Test(arguments: [
    Refusal("") { .emptyFile($0) },
    Refusal(" \n\r\n") { .emptyFile($0) },
    Refusal(line: "[1]", id: nil) { .wrongType($0, field: nil, expected: "an object", found: "an array") },
    Refusal(line: #"{"text": "x"}"#, id: nil) { .missingID($0) },
    Refusal(line: #"{"id": null, "text": "x"}"#, id: nil) { .missingID($0) },
    Refusal(line: #"{"id": 3, "text": "x"}"#, id: nil) {
      .wrongType($0, field: "id", expected: "a string", found: "a number")
    },
    Refusal(line: #"{"id": "", "text": "x"}"#, id: nil) { .emptyField($0, field: "id") },
    Refusal(line: #"{"id": "a\nb", "text": "x"}"#, id: "a\nb") { .controlCharacter($0, field: "id") },
    Refusal(line: #"{"id": "a"}"#) { .noContent($0) },
    Refusal(line: #"{"id": "a", "text": "x", "tokens": [1]}"#) { .severalContents($0, fields: ["text", "tokens"]) },
    Refusal(line: #"{"id": "a", "messages": []}"#) { .emptyField($0, field: "messages") },
    Refusal(line: #"{"id": "a", "text": ""}"#) { .emptyField($0, field: "text") },
    Refusal(line: #"{"id": "a", "text": ["x"]}"#) {
      .wrongType($0, field: "text", expected: "a string", found: "an array")
    },
    Refusal(line: #"{"id": "a", "tokens": []}"#) { .emptyField($0, field: "tokens") },
    Refusal(line: #"{"id": "a", "tokens": [1, -2]}"#) { .badToken($0, index: 1, found: "-2") },
    Refusal(line: #"{"id": "a", "tokens": [1.5]}"#) { .badToken($0, index: 0, found: "1.5") },
    Refusal(line: #"{"id": "a", "tokens": "1 2"}"#) {
      .wrongType($0, field: "tokens", expected: "an array of token ids", found: "a string")
    },
    Refusal(line: #"{"id": "a", "text": "x", "reference": 4}"#) {
      .wrongType($0, field: "reference", expected: "a string", found: "a number")
    },
    Refusal(line: #"{"id": "a", "text": "x", "reference": ""}"#) { .emptyField($0, field: "reference") },
    Refusal(line: #"{"id": "a", "text": "x", "group": ["g"]}"#) {
      .wrongType($0, field: "group", expected: "a string", found: "an array")
    },
    Refusal(line: #"{"id": "a", "text": "x", "labels": "fact"}"#) {
      .wrongType($0, field: "labels", expected: "an object", found: "a string")
    },
    Refusal(line: #"{"id": "a", "text": "x", "labels": {"": 1}}"#) { .emptyField($0, field: "labels") },
    Refusal(line: #"{"id": "a", "text": "x", "labels": {"task": [1]}}"#) {
      .wrongType($0, field: "labels.task", expected: "a string, number or boolean", found: "an array")
    },
    Refusal(line: #"{"id": "a", "txt": "x"}"#) { .unknownField($0, field: "txt", nearest: "text", known: fields) },
    Refusal(line: #"{"id": "a", "Text": "x"}"#) { .unknownField($0, field: "Text", nearest: "text", known: fields) },
    Refusal(line: #"{"id": "a", "text": "x", "difficulty": 2}"#) {
      .unknownField($0, field: "difficulty", nearest: nil, known: fields)
    },
    Refusal("{\"id\": \"a\", \"text\": \"x\"}\n\n{\"id\": \"a\", \"text\": \"y\"}") {
      .duplicateID(FilePlace(file: $0, line: 3, prompt: "a"), firstLine: 1)
    },
    Refusal("{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"x\"}") {
      .duplicatePrompt(FilePlace(file: $0, line: 2, prompt: "b"), firstLine: 1)
    },
    Refusal("{\"id\": \"a\", \"tokens\": [1, 2]}\n{\"id\": \"b\", \"tokens\": [1, 2]}") {
      .duplicatePrompt(FilePlace(file: $0, line: 2, prompt: "b"), firstLine: 1)
    },
  ])
  func refuses(_ refusal: Refusal) throws {
    try withFile(refusal.text) { path in
      let error = promptError { _ = try PromptSet.read(path) }
      #expect(error == refusal.error(path))
      #expect(error.map { "\($0)" }?.hasPrefix(path) == true)
    }
  }

  @Test func namesLineAndColumnOfBadJSON() throws {
    try withFile("{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\" \"text\": \"y\"}") { path in
      let error = promptError { _ = try PromptSet.read(path) }
      guard case .badJSON(let place, let column, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(place == FilePlace(file: path, line: 2))
      #expect(column == 12)
    }
  }

  @Test func refusesTextThatIsNotUTF8() throws {
    let broken = Array(#"{"id": "a", "text": ""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    try withFile(broken) { path in
      let error = promptError { _ = try PromptSet.read(path) }
      #expect(error.map { "\($0)" }?.contains("UTF-8") == true)
    }
    try withFile([0xFF, 0xFE, 0x7B, 0x00]) { path in
      #expect(promptError { _ = try PromptSet.read(path) } == .notUTF8(path))
    }
  }

  @Test func refusesMissingFileAndDirectory() throws {
    try withTemporaryDirectory { directory in
      for path in [directory, directory + "/absent.jsonl"] {
        guard case .file(let error) = promptError({ _ = try PromptSet.read(path) }) else {
          Issue.record("no file error for \(path)")
          continue
        }
        #expect(error.path == path)
      }
    }
  }
}
