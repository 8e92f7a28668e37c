/// A text corpus cut into its documents, which a line with only the end token closes.
package struct CorpusDocuments: Sendable {
  /// The whole corpus, valid UTF-8.
  package let bytes: [UInt8]
  /// Where each document lies in `bytes`: without the line that closes it and the line break (LF or CR LF) before that
  /// line. Empty documents are left out; what follows the last such line is a document too.
  package let ranges: [Range<Int>]

  /// - Throws: `invalidUTF8` or `noText`; `file` names the corpus in them.
  package init(_ bytes: [UInt8], endToken: String, file: String) throws(TokenizerTrainingError) {
    if String(validating: bytes, as: UTF8.self) == nil { throw .invalidUTF8(file: file) }
    let end = Array(endToken.utf8)
    var ranges: [Range<Int>] = []
    var start = 0
    func close(_ document: Range<Int>) {
      let trimmed = Self.withoutLineBreak(document, of: bytes)
      if !trimmed.isEmpty { ranges.append(trimmed) }
    }
    for line in Self.lines(of: bytes) where bytes[Self.withoutLineBreak(line, of: bytes)].elementsEqual(end) {
      close(start..<line.lowerBound)
      start = line.upperBound
    }
    close(start..<bytes.count)
    if ranges.isEmpty { throw .noText(file: file) }
    self.bytes = bytes
    self.ranges = ranges
  }

  /// Lines with their line breaks; the last one may have none.
  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(start..<place + 1)
      start = place + 1
    }
    return start < bytes.count ? lines + [start..<bytes.count] : lines
  }

  private static func withoutLineBreak(_ range: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
    var end = range.upperBound
    for byte in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] where end > range.lowerBound && bytes[end - 1] == byte {
      end -= 1
    }
    return range.lowerBound..<end
  }
}
