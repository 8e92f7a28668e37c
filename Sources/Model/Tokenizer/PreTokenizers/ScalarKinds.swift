/// What the patterns of GPT-2, Llama 3 and Qwen 2 tell apart, one byte for every scalar.
enum ScalarKind {
  static let other: UInt8 = 0
  static let letter: UInt8 = 1
  static let number: UInt8 = 2
  static let space: UInt8 = 3
  static let newline: UInt8 = 4

  /// The kind of each scalar, in 1.1 MB: made at first use.
  static let table: [UInt8] = {
    var table = [UInt8](repeating: other, count: Int(ScalarSet.end))
    for (set, kind) in [(UnicodeSets.letters, letter), (UnicodeSets.numbers, number), (UnicodeSets.regexSpace, space)] {
      for range in set.ranges { for scalar in range { table[Int(scalar)] = kind } }
    }
    table[0x0A] = newline
    table[0x0D] = newline
    return table
  }()
}
