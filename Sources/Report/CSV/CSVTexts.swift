/// How texts stand in a table that is written.
public enum CSVTexts: Sendable, Equatable {
  /// With an apostrophe before what a spreadsheet would compute, as `CSVField` says.
  case guarded
  /// As they are, for programs that select by name. A text that opens with an apostrophe before such a character keeps
  /// a second one, so that a table can be read back whichever way it was written.
  case plain

  private static let formula = Array("=+-@\t\r".utf8)

  /// `table`, which a `CSVWriter` made, with its texts so.
  public func applied(to table: [UInt8]) -> [UInt8] {
    guard self == .plain else { return table }
    var result: [UInt8] = []
    result.reserveCapacity(table.count)
    var (isQuoted, opens) = (false, true)
    for (index, byte) in table.enumerated() {
      if opens, byte == UInt8(ascii: "'"), index + 1 < table.count, Self.formula.contains(table[index + 1]) {
        opens = false
        continue
      }
      if byte == UInt8(ascii: "\"") {
        // What follows the quote that opens a field still opens its text.
        opens = opens && !isQuoted
        isQuoted.toggle()
      } else {
        opens = !isQuoted && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n"))
      }
      result.append(byte)
    }
    return result
  }
}
