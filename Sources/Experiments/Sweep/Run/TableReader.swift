import MindstateReport
import MindstateStore

/// A table of the run directory, read back: columns by name, texts as they were before they were guarded.
package struct TableReader {
  package let columns: [String: Int]
  package let rows: [[String]]

  /// Nothing where there is no such file.
  package init(_ path: String) throws {
    guard FileSystem.kind(of: path) == .file else {
      (columns, rows) = ([:], [])
      return
    }
    let table: CSVReader
    do { table = try CSVReader(parsing: try TextFile.read(path)) } catch let error as CSVError {
      throw ReportError.table(file: path, error)
    }
    columns = Dictionary(
      table.columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    rows = table.rows.map { $0.map(CSVReader.unguarded) }
  }

  /// The field in `column`; nil where it is empty or missing.
  package func text(_ row: [String], _ column: String) -> String? {
    guard let index = columns[column], row.indices.contains(index), !row[index].isEmpty else { return nil }
    return row[index]
  }

  package func number(_ row: [String], _ column: String) -> Double? { text(row, column).flatMap(Double.init) }
}
