/// A problem at a byte of the template's text, before the template's name is put to it.
struct TemplateFailure: Error {
  var problem: TemplateError.Problem
  var position: Int

  init(_ problem: TemplateError.Problem, at position: Int) {
    self.problem = problem
    self.position = position
  }

  /// The error a caller sees: the byte becomes line and column in `source`.
  func located(in source: [UInt8], of name: String) -> TemplateError {
    let before = source[..<max(0, min(position, source.count))]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return TemplateError(
      problem: problem, name: name, line: 1 + before.count { $0 == UInt8(ascii: "\n") },
      column: 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 })
  }
}
