/// A set of Unicode scalars as the sorted code points at which membership changes: the first one begins a range that
/// is in the set, the second ends it, and so on. Made for set arithmetic; `ScalarBitmap` is made for asking.
struct ScalarSet: Sendable, Hashable {
  private(set) var flips: [UInt32]

  static let end: UInt32 = 0x110000
  static let all = ScalarSet(flips: [0, end])
  static let empty = ScalarSet(flips: [])

  /// `flips` must be ascending and even in number.
  init(flips: [UInt32]) { self.flips = flips }

  init(_ range: ClosedRange<UInt32>) { flips = [range.lowerBound, range.upperBound + 1] }

  init(_ scalars: [UInt32]) {
    self = scalars.reduce(.empty) { $0.union(ScalarSet($1...$1)) }
  }

  /// A set from a generated table of differences between code points at which membership changes.
  init(packed text: String) {
    var last: UInt32 = 0
    flips = PackedNumbers(text).map { difference in
      last += UInt32(difference)
      return last
    }
    if flips.count % 2 == 1 { flips.append(Self.end) }
  }

  var isEmpty: Bool { flips.isEmpty }

  /// Whether every member is ASCII.
  var isASCII: Bool { (flips.last ?? 0) <= 0x80 }

  /// The ranges of members, ascending.
  var ranges: [Range<UInt32>] {
    stride(from: 0, to: flips.count, by: 2).map { flips[$0]..<flips[$0 + 1] }
  }

  func contains(_ scalar: UInt32) -> Bool { flips.count { $0 <= scalar } % 2 == 1 }

  var inverted: ScalarSet { symmetricDifference(.all) }

  func union(_ other: ScalarSet) -> ScalarSet { combined(with: other) { $0 || $1 } }

  func intersection(_ other: ScalarSet) -> ScalarSet { combined(with: other) { $0 && $1 } }

  func symmetricDifference(_ other: ScalarSet) -> ScalarSet { combined(with: other) { $0 != $1 } }

  private func combined(with other: ScalarSet, _ operation: (Bool, Bool) -> Bool) -> ScalarSet {
    var result: [UInt32] = []
    var (i, j) = (0, 0)
    var inside = false
    while i < flips.count || j < other.flips.count {
      let a = i < flips.count ? flips[i] : .max
      let b = j < other.flips.count ? other.flips[j] : .max
      let point = min(a, b)
      if a == point { i += 1 }
      if b == point { j += 1 }
      if operation(i % 2 == 1, j % 2 == 1) != inside {
        inside.toggle()
        result.append(point)
      }
    }
    return ScalarSet(flips: result)
  }
}

/// One bit for every scalar: 136 KiB, built in microseconds, asked in one load.
struct ScalarBitmap: Sendable {
  private var words: [UInt64]

  init(_ set: ScalarSet) {
    words = [UInt64](repeating: 0, count: Int(ScalarSet.end) / 64)
    for range in set.ranges { insert(range) }
  }

  func contains(_ scalar: UInt32) -> Bool { words[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1 }

  private mutating func insert(_ range: Range<UInt32>) {
    var low = range.lowerBound
    while low < range.upperBound {
      let bit = low & 63
      let count = min(64 - bit, range.upperBound - low)
      let mask: UInt64 = count == 64 ? .max : (1 << UInt64(count) - 1) << UInt64(bit)
      words[Int(low >> 6)] |= mask
      low += count
    }
  }
}
