/// The moment a template takes for now: a date and a time of day as a clock on the wall shows them.
public struct TemplateTime: Sendable, Equatable {
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int
  public let second: Int
  public let microsecond: Int

  /// Nil for a date or time that does not exist; years 1 to 9999, as Python's `datetime` has them.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
      (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      (0..<1_000_000).contains(microsecond)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second, self.microsecond) = (hour, minute, second, microsecond)
  }

  /// Seconds since 1970 as a clock shows them that is `offset` seconds ahead of UTC.
  public init?(secondsSince1970 seconds: Int, offset: Int = 0) {
    let (local, overflow) = seconds.addingReportingOverflow(offset)
    guard !overflow, abs(local) < 1 << 40 else { return nil }
    let days = local >= 0 ? local / 86400 : (local - 86399) / 86400
    let rest = local - days * 86400
    let date = Self.date(ofDay: days)
    self.init(
      year: date.year, month: date.month, day: date.day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60)
  }

  /// `2026-08-31`, `2026-08-31T12:30`, `2026-08-31T12:30:05`, with a blank for the T; a zone behind it (`Z`, `+02:00`) is
  /// read over, since templates print the time without one. Nil for anything else.
  public init?(iso8601 text: String) {
    var numbers = text.utf8[...]
    func take(_ digits: Int, after mark: String = "") -> Int? {
      guard mark.isEmpty || numbers.first.map({ mark.utf8.contains($0) }) == true else { return nil }
      let rest = mark.isEmpty ? numbers : numbers.dropFirst()
      let taken = rest.prefix(digits)
      guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      numbers = rest.dropFirst(digits)
      return Int(String(Substring(taken)))
    }
    guard let year = take(4), let month = take(2, after: "-"), let day = take(2, after: "-") else { return nil }
    var (hour, minute, second) = (0, 0, 0)
    if let given = take(2, after: "T ") {
      guard let minutes = take(2, after: ":") else { return nil }
      (hour, minute) = (given, minutes)
      if let seconds = take(2, after: ":") {
        second = seconds
        if numbers.first == UInt8(ascii: ".") { numbers = numbers.dropFirst().drop { (0x30...0x39).contains($0) } }
      }
      if numbers.first == UInt8(ascii: "Z") {
        numbers = numbers.dropFirst()
      } else if take(2, after: "+-") != nil {
        guard take(2, after: ":") != nil || take(2) != nil else { return nil }
      }
    }
    guard numbers.isEmpty else { return nil }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  // MARK: Calendar

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func days(in month: Int, of year: Int) -> Int {
    month == 2 ? isLeap(year) ? 29 : 28 : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Counted from 1.
  var dayOfYear: Int { day + (1..<month).reduce(0) { $0 + Self.days(in: $1, of: year) } }

  /// Monday is 0.
  var weekday: Int {
    let before = year - 1
    return (before * 365 + before / 4 - before / 100 + before / 400 + dayOfYear - 1) % 7
  }

  /// The date `day` days after 1970-01-01, by counting years from March in eras of 400.
  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
