/// A table as CSV of RFC 4180, UTF-8 without mark: comma, first line names the columns, fields with comma, quote or line
/// break in quotes, every line ended by CR LF as the RFC says (pandas, R, Python's csv, gnuplot and spreadsheets read
/// either ending; line tools like `cut` see the CR behind the last column).
///
/// The result is bytes; where they go, and that they get there whole, is the caller's business.
public struct CSVWriter: Sendable {
  public let columns: [String]
  public private(set) var bytes: [UInt8] = []

  public init(columns: [String]) {
    self.columns = columns
    append(contents: columns)
  }

  /// - Precondition: one field for each column.
  public mutating func append(_ fields: [CSVField]) {
    precondition(fields.count == columns.count, "\(fields.count) fields for \(columns.count) columns")
    append(contents: fields.map(\.content))
  }

  private mutating func append(contents: [String]) {
    for (index, content) in contents.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(content)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  private mutating func append(_ content: String) {
    let quote = UInt8(ascii: "\"")
    // By bytes: to Swift, CR LF is one character, equal to neither.
    guard content.utf8.contains(where: { Array(",\"\r\n".utf8).contains($0) }) else {
      bytes += content.utf8
      return
    }
    bytes.append(quote)
    for byte in content.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
