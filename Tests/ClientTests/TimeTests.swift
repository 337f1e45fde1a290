import MigrationPhases
import Testing

@testable import migratectl

struct TimeTests {
  private let parser = MomentParser(moments: Made.moments)

  @Test(arguments: [
    ("2026-11-23 12:00", "2026-11-23 12:00:00 UTC"), ("2026-11-23 12:00:01", "2026-11-23 12:00:01 UTC"),
    ("2026-11-23 12:00:01 UTC", "2026-11-23 12:00:01 UTC"), ("2026-11-23T12:00:01Z", "2026-11-23 12:00:01 UTC"),
    ("Mon 2026-11-23 12:00 UTC", "2026-11-23 12:00:00 UTC"), ("2026-11-23 12:00Z", "2026-11-23 12:00:00 UTC"),
    ("2024-02-29", "2024-02-29 00:00:00 UTC"), ("09:30", "2026-11-23 09:30:00 UTC"),
    ("now", "2026-11-23 12:00:00 UTC"), ("today", "2026-11-23 00:00:00 UTC"),
    ("yesterday", "2026-11-22 00:00:00 UTC"), ("tomorrow", "2026-11-24 00:00:00 UTC"),
    ("-2h", "2026-11-23 10:00:00 UTC"), ("2h ago", "2026-11-23 10:00:00 UTC"),
    ("1d 12h ago", "2026-11-22 00:00:00 UTC"), ("+30min", "2026-11-23 12:30:00 UTC"), ("@0", "1970-01-01 00:00:00 UTC"),
    ("  today  ", "2026-11-23 00:00:00 UTC"), ("Mon 2026-11-23 12:00:01 UTC", "2026-11-23 12:00:01 UTC"),
  ])
  func `a point in time is read as systemd.time writes it`(text: String, moment: String) throws {
    #expect(Made.moments.text(Int(try parser.parse(text).microseconds)) == moment)
  }

  @Test(arguments: [
    "", "soon", "2026-13-01", "2026-02-30", "2026-11-23 25:00", "2026-11-23 12:60", "26-11-23", "12", "1:2:3:4", "@x",
    "2026-11-23 12:00 CET", "2026-11-23 12:00 13:00",
  ])
  func `what is no point in time is refused with an example`(text: String) {
    #expect(
      throws: MomentParser.Problem(
        description: "\"\(text)\" is no point in time, expected one such as \"2026-11-23 12:00\", 2026-11-23, 12:00, "
          + "today, yesterday, -2h or \"2h ago\"")
    ) { try parser.parse(text) }
  }

  @Test func `a span that cannot be read is refused with what is wrong about it`() {
    let problem = #expect(throws: MomentParser.Problem.self) { try parser.parse("-2") }
    #expect(
      problem?.description
        == "\"-2\": the number 2 has no unit, expected a time span such as 90s, 10m, 36h, 14d or 1d 12h")
  }

  @Test func `how long ago, and how long until`() {
    #expect(Made.moments.relative(Made.now) == "now")
    #expect(Made.moments.relative(Made.now - 400_000) == "now")
    #expect(Made.moments.relative(Made.now - 90 * Made.second) == "1min 30s ago")
    #expect(Made.moments.relative(Made.now + 13 * Made.day + 4 * Made.hour + 5) == "in 13d 4h")
    #expect(Made.moments.both(Made.now - Made.day) == "2026-11-22 12:00:00 UTC (1d ago)")
  }

  @Test func `the calendar goes back to the moment it came from, before 1970 too`() {
    for moment in [-86_400_000_001, -1, 0, 951_782_400_000_000, Made.now] {
      let time = Zone.utc.calendar(Timestamp(microseconds: Int64(moment)))
      let whole = Zone.utc.moment(time)?.microseconds ?? 0
      #expect((0..<1_000_000).contains(Int64(moment) - whole))
    }
  }
}
