/// `strftime` in the C locale, as `strftime_now` uses it.
extension TemplateRun {
  func strftime(_ format: String, _ time: TemplateTime) throws(TemplateFailure) -> String {
    var result = ""
    var scalars = format.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      var isUnpadded = false
      var code = scalars.popFirst()
      if code == "-" {
        isUnpadded = true
        code = scalars.popFirst()
      }
      guard let code else {
        result += isUnpadded ? "%-" : "%"
        break
      }
      guard let text = Self.field(code, of: time, width: isUnpadded ? 1 : 2) else {
        throw unsupported(
          "%\(isUnpadded ? "-" : "")\(code) in a format of time", instead: "use the codes of C's strftime")
      }
      result += text
    }
    return result
  }

  private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  private static func padded(_ value: Int, _ width: Int, _ fill: String = "0") -> String {
    let text = String(value)
    return String(repeating: fill, count: max(0, width - text.utf8.count)) + text
  }

  /// `width` is 2, or 1 after `%-`, which takes the padding away.
  private static func field(_ code: Unicode.Scalar, of time: TemplateTime, width: Int) -> String? {
    let hour12 = (time.hour + 11) % 12 + 1
    switch code {
    case "d": return padded(time.day, width)
    case "m": return padded(time.month, width)
    case "y": return padded(time.year % 100, width)
    case "H": return padded(time.hour, width)
    case "I": return padded(hour12, width)
    case "M": return padded(time.minute, width)
    case "S": return padded(time.second, width)
    case "j": return padded(time.dayOfYear, width == 1 ? 1 : 3)
    case "e": return padded(time.day, width, " ")
    case "k": return padded(time.hour, width, " ")
    case "l": return padded(hour12, width, " ")
    case "U": return padded((time.dayOfYear + 6 - (time.weekday + 1) % 7) / 7, width)
    case "W": return padded((time.dayOfYear + 6 - time.weekday) / 7, width)
    case "V": return padded(isoWeek(of: time).week, width)
    case "C": return padded(time.year / 100, width)
    default: return width == 2 ? named(code, of: time) : nil
    }
  }

  private static func named(_ code: Unicode.Scalar, of time: TemplateTime) -> String? {
    let (day, month) = (days[time.weekday], months[time.month - 1])
    let clock = "\(padded(time.hour, 2)):\(padded(time.minute, 2))"
    switch code {
    case "Y": return String(time.year)
    case "G": return String(isoWeek(of: time).year)
    case "g": return padded(isoWeek(of: time).year % 100, 2)
    case "B": return month
    case "b", "h": return String(month.prefix(3))
    case "A": return day
    case "a": return String(day.prefix(3))
    case "p": return time.hour < 12 ? "AM" : "PM"
    case "P": return time.hour < 12 ? "am" : "pm"
    case "f": return padded(time.microsecond, 6)
    case "u": return String(time.weekday + 1)
    case "w": return String((time.weekday + 1) % 7)
    case "F": return "\(time.year)-\(padded(time.month, 2))-\(padded(time.day, 2))"
    case "D", "x": return "\(padded(time.month, 2))/\(padded(time.day, 2))/\(padded(time.year % 100, 2))"
    case "T", "X": return "\(clock):\(padded(time.second, 2))"
    case "R": return clock
    case "r":
      return "\(padded((time.hour + 11) % 12 + 1, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2)) "
        + (time.hour < 12 ? "AM" : "PM")
    case "c":
      return
        "\(day.prefix(3)) \(month.prefix(3)) \(padded(time.day, 2, " ")) \(clock):\(padded(time.second, 2)) \(time.year)"
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    // A time without a zone prints none.
    case "z", "Z": return ""
    default: return nil
    }
  }

  /// The week by ISO 8601, which belongs to the year of its Thursday.
  private static func isoWeek(of time: TemplateTime) -> (year: Int, week: Int) {
    let week = (time.dayOfYear - time.weekday + 9) / 7
    func weeks(in year: Int) -> Int {
      func lastWeekday(_ year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
      return lastWeekday(year) == 4 || lastWeekday(year - 1) == 3 ? 53 : 52
    }
    if week < 1 { return (time.year - 1, weeks(in: time.year - 1)) }
    return week > weeks(in: time.year) ? (time.year + 1, 1) : (time.year, week)
  }
}
