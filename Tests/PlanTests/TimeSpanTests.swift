import MigrationPlan
import Testing

@Suite struct TimeSpanTests {
  @Test(arguments: [
    "90s": 90_000, "10m": 600_000, "10 min": 600_000, "36h": 129_600_000, "14d": 1_209_600_000,
    "2w": 1_209_600_000, "1d 12h": 129_600_000, "1d12h": 129_600_000, " 1day  2hours ": 93_600_000, "250ms": 250,
    "0s": 0, "12h 1d": 129_600_000,
  ])
  func `Numbers with units are added up`(text: String, milliseconds: Int) throws {
    #expect(try TimeSpan.parse(text) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    ("", "found nothing, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("90", "the number 90 has no unit, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("1d 12", "the number 12 has no unit, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("soon", "found \"soon\" where a number should be, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("-1d", "found \"-1d\" where a number should be, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("1.5h", "found a fraction, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("3 fortnights", "\"fortnights\" is no unit of time, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
    ("2 months", "\"months\" is not always of one length, expected days or weeks, such as 30d or 52w"),
    ("1M", "\"M\" is not always of one length, expected days or weeks, such as 30d or 52w"),
    ("36501d", "\"36501d\" is longer than 100 years"),
    ("99999999999999999999w", "\"99999999999999999999w\" is longer than 100 years"),
    ("3000000000000w", "\"3000000000000w\" is longer than 100 years"),
    ("١d", "found \"١d\" where a number should be, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h"),
  ])
  func `What is no span says what was expected`(text: String, message: String) {
    #expect(throws: TimeSpan.Problem.self) { try TimeSpan.parse(text) }
    do { _ = try TimeSpan.parse(text) } catch { #expect(error.description == message) }
  }

  @Test(arguments: [
    0: "0s", 250: "250ms", 30_000: "30s", 600_000: "10m", 1_137_659_000: "13d 4h", 86_459_000: "1d",
    15_000_000: "4h 10m", -90_000: "-1m 30s",
  ])
  func `A span is shown by its two largest units`(milliseconds: Int, text: String) {
    #expect(TimeSpan.render(.milliseconds(milliseconds)) == text)
  }

  @Test(arguments: [0, 1, 250, 59_999, 86_400_000, 93_784_005, 3_153_600_000_000])
  func `An exact span is read back as it was`(milliseconds: Int) throws {
    let span = Duration.milliseconds(milliseconds)
    #expect(try TimeSpan.parse(TimeSpan.exact(span)) == span)
  }
}
