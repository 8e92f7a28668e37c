import MindstateStore

/// A table of the run directory, read back: RFC 4180, columns by name.
package struct TableReader {
  package let columns: [String: Int]
  package let rows: [[String]]

  /// Nothing where there is no such file.
  package init(_ path: String) throws {
    guard FileSystem.kind(of: path) == .file else {
      (columns, rows) = ([:], [])
      return
    }
    let records = Self.records(try TextFile.read(path))
    columns = Dictionary(
      (records.first ?? []).enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    rows = Array(records.dropFirst())
  }

  /// The field in `column`; nil where it is empty or missing.
  package func text(_ row: [String], _ column: String) -> String? {
    guard let index = columns[column], row.indices.contains(index), !row[index].isEmpty else { return nil }
    return row[index]
  }

  package func number(_ row: [String], _ column: String) -> Double? { text(row, column).flatMap(Double.init) }

  private static func records(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    func text(_ field: [UInt8]) -> String { unguarded(String(decoding: field, as: UTF8.self)) }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if index < bytes.count, bytes[index] == byte {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isQuoted = true
      case UInt8(ascii: ","):
        record.append(text(field))
        field = []
      case UInt8(ascii: "\n"):
        records.append(record + [text(field)])
        (record, field) = ([], [])
      case UInt8(ascii: "\r"): continue
      default: field.append(byte)
      }
    }
    return records
  }

  /// Takes away the apostrophe that keeps a spreadsheet from computing a text.
  private static func unguarded(_ text: String) -> String {
    let opening = text.utf8.first { $0 != UInt8(ascii: "'") }
    guard text.utf8.first == UInt8(ascii: "'"), let opening, Array("=+-@\t\r".utf8).contains(opening) else {
      return text
    }
    return String(text.dropFirst())
  }
}
