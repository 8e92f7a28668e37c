/// Generated tables from a scalar to several.
enum ScalarMappings {
  /// Reads (difference of code point, length, scalars) until the end.
  static func read(_ table: String) -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    var numbers = PackedNumbers(table)
    var scalar: UInt32 = 0
    while let difference = numbers.next(), let length = numbers.next() {
      scalar += UInt32(difference)
      result[scalar] = (0..<length).map { _ in UInt32(numbers.next() ?? 0) }
    }
    return result
  }
}
