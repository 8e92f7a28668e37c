import MindstateStore

/// One CSV table of a run directory, its fields by the names of columns.
package struct RunTable: Sendable {
  package let file: String
  private let columns: [String: Int]
  private let fields: [[String]]

  package init(file: String, bytes: [UInt8]) throws(ReportError) {
    do throws(CSVError) {
      let table = try CSVReader(parsing: bytes)
      self.file = file
      columns = Dictionary(table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      fields = table.rows
    } catch { throw ReportError.table(file: file, error) }
  }

  var count: Int { fields.count }
  package var rows: [Row] { fields.map { Row(columns: columns, fields: $0) } }

  /// - Throws: where one of `names` is no column.
  func check(_ names: [String]) throws(ReportError) {
    for name in names where columns[name] == nil { throw .missingColumn(file: file, column: name) }
  }

  package struct Row: Sendable {
    fileprivate let columns: [String: Int]
    fileprivate let fields: [String]

    /// The field as it stands; empty where there is no such column.
    subscript(column: String) -> String { columns[column].map { fields[$0] } ?? "" }

    /// A text as it was before it was guarded from spreadsheets.
    func text(_ column: String) -> String { CSVReader.unguarded(self[column]) }
    /// nil for an empty field, one that is no finite number, or no such column.
    func number(_ column: String) -> Double? { Double(self[column]).flatMap { $0.isFinite ? $0 : nil } }
    func integer(_ column: String) -> Int? { Int(self[column]) }
    func flag(_ column: String) -> Bool? { Bool(self[column]) ?? integer(column).map { $0 != 0 } }
    /// nil where empty.
    var reason: String? { self["reason"].isEmpty ? nil : self["reason"] }
  }
}
