import MindstateModel
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// What PEFT writes is read with the same logits, and what is written is read again unchanged. (That PEFT opens what
/// is written here is checked by `make peft`.)
struct AdapterParityTests {
  @Test(arguments: AdapterFixture.loras)
  func anAdapterGivesTheStatesOfPEFT(fixture: AdapterFixture) throws {
    try fixture.expectAgreement(try fixture.condition(softPrompt: false))
  }

  @Test(arguments: AdapterFixture.softPrompts)
  func aSoftPromptGivesTheStatesOfPEFT(fixture: AdapterFixture) throws {
    try fixture.expectAgreement(try fixture.condition(softPrompt: true))
  }

  @Test(arguments: AdapterFixture.loras)
  func aWrittenAdapterIsReadAgainUnchanged(fixture: AdapterFixture) throws {
    try withTemporaryDirectory { directory in
      let condition = try fixture.condition(softPrompt: false)
      let adapter = try #require(condition.adapter)
      try adapter.write(to: directory + "/copy/deeper")
      let again = try LoRA(directory: directory + "/copy/deeper", for: condition.checkpoint)
      #expect(again.settings == adapter.settings)
      #expect(again.digest() == adapter.digest())
      #expect(again.pairs.map(\.module) == adapter.pairs.map(\.module))
    }
  }

  @Test(arguments: AdapterFixture.softPrompts)
  func aWrittenSoftPromptIsReadAgainUnchanged(fixture: AdapterFixture) throws {
    try withTemporaryDirectory { directory in
      let condition = try fixture.condition(softPrompt: true)
      var prompt = try #require(condition.softPrompt)
      prompt.origin = .text("two \"words\"\n")
      try prompt.write(to: directory, spec: condition.spec)
      let again = try SoftPrompt(directory: directory, for: condition.checkpoint)
      #expect(again.origin == prompt.origin && again.baseModel == prompt.baseModel)
      #expect(again.vectors == prompt.vectors)
    }
  }

  @Test(arguments: [FloatFormat.f16, .bf16])
  func sixteenBitsKeepTheirPrecision(format: FloatFormat) throws {
    try withTemporaryDirectory { directory in
      let condition = try AdapterFixture.loras[0].condition(softPrompt: false)
      let adapter = try #require(condition.adapter)
      try adapter.write(to: directory, format: format)
      let again = try LoRA(directory: directory, for: condition.checkpoint)
      for (a, b) in zip(adapter.pairs, again.pairs) {
        let largest = zip(a.a.elements, b.a.elements).map { abs($0 - $1) / max(1e-3, abs($0)) }.max() ?? 0
        #expect(largest > 0 && largest < (format == .f16 ? 1e-3 : 5e-3))
      }
    }
  }
}
