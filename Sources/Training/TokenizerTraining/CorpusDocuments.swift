/// A text corpus cut into its documents, which a line with only the end token closes.
package struct CorpusDocuments: Sendable {
  /// The whole corpus, valid UTF-8.
  package let bytes: [UInt8]
  /// Where each document lies in `bytes`: without the line that closes it and the newline before that line. Empty
  /// documents are left out; what follows the last such line is a document too.
  package let ranges: [Range<Int>]

  /// - Throws: `invalidUTF8` or `noText`; `file` names the corpus in them.
  package init(_ bytes: [UInt8], endToken: String, file: String) throws(TokenizerTrainingError) {
    if String(validating: bytes, as: UTF8.self) == nil { throw .invalidUTF8(file: file) }
    let end = Array(endToken.utf8)
    var ranges: [Range<Int>] = []
    var start = 0
    func close(_ stop: Int) { if start < stop { ranges.append(start..<stop) } }
    for line in Self.lines(of: bytes) where line.count == end.count && bytes[line].elementsEqual(end) {
      close(max(start, line.lowerBound - 1))
      start = min(bytes.count, line.upperBound + 1)
    }
    close(bytes.last == Self.newline ? bytes.count - 1 : bytes.count)
    if ranges.isEmpty { throw .noText(file: file) }
    self.bytes = bytes
    self.ranges = ranges
  }

  private static let newline = UInt8(ascii: "\n")

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (place, byte) in bytes.enumerated() where byte == newline {
      lines.append(start..<place)
      start = place + 1
    }
    lines.append(start..<bytes.count)
    return lines
  }
}
