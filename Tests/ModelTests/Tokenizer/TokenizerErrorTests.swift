import MindstateModel
import MindstateStore
import MindstateTestSupport
import Testing

@Suite struct TokenizerErrorTests {
  private func error(_ json: String) -> TokenizerError? {
    do {
      _ = try SmallTokenizer.load(json)
      return nil
    } catch {
      return error
    }
  }

  private func field(_ json: String) -> String? {
    switch error(json) {
    case .missing(_, let field), .wrongKind(_, let field, _, _), .unsupported(_, let field, _, _),
      .unsupportedPattern(_, let field, _, _), .contradiction(_, let field, _):
      field
    case .unreadable, .directory, .noTokenizer, .notJSON, nil: nil
    }
  }

  @Test(arguments: ["Precompiled", "BertNormalizer", "Nmt", "nfc", ""]) func refusesUnknownNormalizers(_ type: String) {
    let error = error(SmallTokenizer.json(normalizer: #"{"type":"Sequence","normalizers":[{"type":"\#(type)"}]}"#))
    guard case .unsupported(_, "normalizer.normalizers[0].type", type, let supported) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(supported.contains("NFC"))
  }

  @Test(arguments: ["Unigram", "WordPiece", "WordLevel"]) func refusesOtherModels(_ type: String) {
    let json = SmallTokenizer.json(model: #"{"type":"\#(type)","vocab":{}}"#)
    #expect(error(json) == .unsupported(file: "tokenizer.json", field: "model.type", value: type, supported: ["BPE"]))
    #expect(error(json)?.description == "tokenizer.json: model.type is \(type), supported: BPE.")
  }

  @Test func refusesOtherComponents() {
    #expect(field(SmallTokenizer.json(preTokenizer: #"{"type":"UnicodeScripts"}"#)) == "pre_tokenizer.type")
    #expect(field(SmallTokenizer.json(post: #"{"type":"X"}"#)) == "post_processor.type")
    #expect(field(SmallTokenizer.json(decoder: #"{"type":"CTC"}"#)) == "decoder.type")
  }

  @Test func namesMissingTypes() {
    let missing = { (field: String) in TokenizerError.missing(file: "tokenizer.json", field: field) }
    #expect(error(SmallTokenizer.json(normalizer: "{}")) == missing("normalizer.type"))
    #expect(
      error(SmallTokenizer.json(preTokenizer: #"{"type":"Sequence","pretokenizers":[{}]}"#))
        == missing("pre_tokenizer.pretokenizers[0].type"))
    #expect(error(SmallTokenizer.json(post: "{}")) == missing("post_processor.type"))
    #expect(error(SmallTokenizer.json(decoder: "{}")) == missing("decoder.type"))
    #expect(error(SmallTokenizer.json(model: #"{"vocab":{}}"#)) == missing("model.type"))
    #expect(error(#"{"version":"1.0"}"#) == missing("model"))
  }

  /// Early files, GPT-2's among them, have a model without type; the reference knows it by its merges.
  @Test func readsUntypedBPE() throws {
    let tokenizer = try SmallTokenizer.load(
      SmallTokenizer.json(model: ##"{"unk_token":"","vocab":{"a":0,"b":1,"ab":2},"merges":["#version: 0.2","a b"]}"##))
    #expect(tokenizer.encode("ab").ids == [2])
  }

  @Test func namesFieldsOfTheWrongKind() {
    #expect(field(SmallTokenizer.json(normalizer: "[]")) == "normalizer")
    #expect(field(SmallTokenizer.json(normalizer: #"{"type":3}"#)) == "normalizer.type")
    #expect(field(SmallTokenizer.json(normalizer: #"{"type":"Prepend"}"#)) == "normalizer.prepend")
    #expect(
      field(SmallTokenizer.json(normalizer: #"{"type":"Replace","pattern":{},"content":""}"#))
        == "normalizer.pattern.String or .Regex")
    #expect(
      field(SmallTokenizer.json(preTokenizer: #"{"type":"Digits","individual_digits":1}"#))
        == "pre_tokenizer.individual_digits")
    #expect(
      field(SmallTokenizer.json(preTokenizer: #"{"type":"Metaspace","replacement":"ab"}"#))
        == "pre_tokenizer.replacement")
    #expect(
      field(SmallTokenizer.json(preTokenizer: #"{"type":"Metaspace","replacement":"_","prepend_scheme":"last"}"#))
        == "pre_tokenizer.prepend_scheme")
    #expect(
      field(
        SmallTokenizer.json(
          preTokenizer: #"{"type":"Metaspace","replacement":"_","prepend_scheme":"first","add_prefix_space":false}"#))
        == "pre_tokenizer.add_prefix_space")
    #expect(field(SmallTokenizer.json(added: #"[{"id":0,"content":"x"}]"#)) == "added_tokens[0].single_word")
    #expect(field("[]") == "the whole file")
    #expect(field(SmallTokenizer.json().replacing("\"1.0\"", with: "\"2.0\"")) == "version")
  }

  @Test func refusesVocabulariesThatContradictThemselves() {
    #expect(field(SmallTokenizer.json(model: #"{"type":"BPE","vocab":{"a":0},"merges":["a b"]}"#)) == "model.merges[0]")
    #expect(field(SmallTokenizer.json(model: #"{"type":"BPE","vocab":{"a":0},"merges":["a"]}"#)) == "model.merges[0]")
    #expect(field(SmallTokenizer.json(model: #"{"type":"BPE","vocab":{"a":-1},"merges":[]}"#)) == "model.vocab")
    #expect(field(SmallTokenizer.json(model: #"{"type":"BPE","vocab":[],"merges":[]}"#)) == "model.vocab")
    #expect(field(SmallTokenizer.json(model: #"{"type":"BPE","vocab":{}}"#)) == "model.merges")
    #expect(
      field(SmallTokenizer.json(model: #"{"type":"BPE","unk_token":"?","vocab":{"a":0},"merges":[]}"#))
        == "model.unk_token")
    #expect(
      field(SmallTokenizer.json(model: #"{"type":"BPE","dropout":0.1,"vocab":{"a":0},"merges":[]}"#)) == "model.dropout"
    )
    let lower = #"{"type":"Lowercase"}"#
    let twins = "[\(SmallTokenizer.added("<X>", "normalized")),\(SmallTokenizer.added("<x>", "normalized"))]"
    #expect(field(SmallTokenizer.json(normalizer: lower, added: twins)) == "added_tokens")
  }

  @Test func refusesTemplatesThatNameNoToken() {
    let template = { (single: String) in
      SmallTokenizer.json(post: #"{"type":"TemplateProcessing","single":[\#(single)],"pair":[],"special_tokens":{}}"#)
    }
    #expect(field(template(#"{"SpecialToken":{"id":"<s>","type_id":0}}"#)) == "post_processor.special_tokens.<s>")
    #expect(field(template(#"{"Sequence":{"id":"B","type_id":0}}"#)) == "post_processor.single[0].Sequence.id")
  }

  @Test func namesFilesThatCannotBeRead() throws {
    try withTemporaryDirectory { directory in
      #expect(throws: TokenizerError.noTokenizer(directory: directory)) { _ = try Tokenizer(path: directory) }
      do {
        _ = try Tokenizer(path: "\(directory)/none.json")
        Issue.record("read a file that is not there")
      } catch TokenizerError.unreadable(let error) {
        #expect(error.path == "\(directory)/none.json")
      }
    }
  }

  @Test func saysWhereJSONEnds() {
    guard case .notJSON("tokenizer.json", let problem)? = error(#"{"model": {"#) else {
      Issue.record("read half a file")
      return
    }
    #expect(problem.line == 1)
  }
}
