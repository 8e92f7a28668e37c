/// A CSV table of RFC 4180 as text, the inverse of `CSVWriter`: rows end by LF or CR LF, a field in quotes may hold
/// anything.
///
/// Read by bytes: a reader that goes by Swift's characters takes a comma or a quote with a combining accent behind it
/// for a letter, and the line separator U+2028 for the end of a row, so a prompt's text could shift columns.
public struct CSVReader: Sendable {
  public let columns: [String]
  /// Each with as many fields as there are columns; the apostrophe that guards a formula is still there.
  public let rows: [[String]]

  /// - Throws: `CSVError` with the line, counted from 1, where a row has too many or too few fields, or a quote stays
  ///   open.
  public init(parsing bytes: [UInt8]) throws(CSVError) {
    var scanner = Scanner(bytes: bytes)
    var records: [[String]] = []
    while let record = try scanner.record() {
      if let first = records.first, record.count != first.count {
        throw CSVError(line: scanner.startLine, problem: .fields(record.count, columns: first.count))
      }
      records.append(record)
    }
    guard let first = records.first else { throw CSVError(line: 1, problem: .empty) }
    columns = first
    rows = Array(records.dropFirst())
  }

  /// Text as it was before `CSVField.text` guarded it from being taken for a formula; also where it was not.
  public static func unguarded(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'") else { return text }
    let opening = text.utf8.first { $0 != UInt8(ascii: "'") }
    guard let opening, Array("=+-@\t\r".utf8).contains(opening) else { return text }
    return String(text.unicodeScalars.dropFirst())
  }
}

/// Why bytes are not a CSV table.
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Problem: Equatable, Sendable {
    case empty
    case openQuote
    case fields(Int, columns: Int)
  }

  public let line: Int
  public let problem: Problem

  package init(line: Int, problem: Problem) {
    self.line = line
    self.problem = problem
  }

  public var description: String {
    switch problem {
    case .empty: "the table is empty; it needs a first line with the names of its columns"
    case .openQuote: "line \(line): the quote that opens here is never closed; the file may be cut short"
    case .fields(let fields, let columns):
      "line \(line) has \(fields) fields, the first line \(columns); the file may be cut short"
    }
  }
}

/// Goes through the bytes once.
private struct Scanner {
  private static let (comma, lineFeed, carriageReturn) = (UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"))

  let bytes: [UInt8]
  private var at = 0
  private var line = 1
  /// Where the last record began.
  private(set) var startLine = 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark, which some spreadsheets write, is no part of the first column's name.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  /// The next row; nil at the end.
  mutating func record() throws(CSVError) -> [String]? {
    guard at < bytes.count else { return nil }
    startLine = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard at < bytes.count else { return fields }
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: ",") { continue }
      if byte == UInt8(ascii: "\r"), at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
      line += 1
      return fields
    }
  }

  private mutating func field() throws(CSVError) -> String {
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { return try quoted() }
    let start = at
    while at < bytes.count, bytes[at] != Self.comma, bytes[at] != Self.lineFeed, bytes[at] != Self.carriageReturn {
      at += 1
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func quoted() throws(CSVError) -> String {
    let opened = line
    var content: [UInt8] = []
    at += 1
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\"") {
        guard at < bytes.count, bytes[at] == byte else { return String(decoding: content, as: UTF8.self) }
        at += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      content.append(byte)
    }
    throw CSVError(line: opened, problem: .openQuote)
  }
}
