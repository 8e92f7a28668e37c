import MindstateModel
import Testing

struct TemplateTimeTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00"), (951_782_399, "2000-02-28T23:59:59"), (951_868_799, "2000-02-29T23:59:59"),
    (1_741_338_303, "2025-03-07T09:05:03"), (-1, "1969-12-31T23:59:59"), (4_107_542_400, "2100-03-01T00:00:00"),
  ])
  func countsSecondsAsACalendarDoes(seconds: Int, text: String) {
    #expect(TemplateTime(secondsSince1970: seconds) == TemplateTime(iso8601: text))
  }

  @Test func addsTheOffsetOfTheZone() {
    #expect(TemplateTime(secondsSince1970: 0, offset: 7200) == TemplateTime(iso8601: "1970-01-01 02:00"))
  }

  @Test(arguments: [
    "2025-01-02", "2025-01-02T03:04", "2025-01-02T03:04:05Z", "2025-01-02 03:04:05.25+02:00",
    "2025-01-02T03:04:05+0200",
  ])
  func readsDatesAndTimes(text: String) {
    #expect(TemplateTime(iso8601: text)?.day == 2)
  }

  @Test(arguments: [
    "", "2025", "2025-1-2", "2025-13-01", "2025-02-30", "2025-01-02T24:00", "2025-01-02T03", "2025-01-02x",
    "2025-01-02T03:04:05+1",
  ])
  func refusesWhatIsNoDate(text: String) {
    #expect(TemplateTime(iso8601: text) == nil)
  }

  @Test func refusesSecondsPastTheCalendar() {
    #expect(TemplateTime(secondsSince1970: .max) == nil)
    #expect(TemplateTime(secondsSince1970: .max, offset: 1) == nil)
    #expect(TemplateTime(secondsSince1970: -(1 << 39)) == nil)
  }
}
