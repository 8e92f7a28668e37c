/// Where states were read.
struct Place: Sendable, Hashable {
  var site: String
  var position: String

  /// As in a headline: `resid at last`.
  var words: String { "\(site) at \(position)" }
  /// For a file's name.
  var slug: String { "\(FileName.safe(site))-\(FileName.safe(position))" }
}

/// A value with its 95 % interval.
struct Bounded: Sendable, Equatable {
  var value: Double
  var low: Double?
  var high: Double?

  init(_ value: Double, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// Of the columns `value`, `ci_low` and `ci_high`, or others.
  init?(_ row: RunTable.Row, _ value: String = "value", _ low: String = "ci_low", _ high: String = "ci_high") {
    guard let number = row.number(value) else { return nil }
    self.init(number, low: row.number(low), high: row.number(high))
  }
}

/// Names as parts of file names.
enum FileName {
  /// Letters, digits, point and dash; anything else becomes a dash. At most 60 characters.
  static func safe(_ name: String) -> String {
    let kept = name.utf8.prefix(60).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        byte
      default: UInt8(ascii: "-")
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}

extension Sequence {
  /// The distinct values in the order in which they first come.
  func distinct<Value: Hashable>(_ value: (Element) -> Value) -> [Value] {
    var seen: Set<Value> = []
    return compactMap { element in
      let value = value(element)
      return seen.insert(value).inserted ? value : nil
    }
  }
}
