import MigrationPhases
import Testing

@Suite struct WordsTests {
  static let spans: [(Duration, String)] = [
    (.zero, "0s"), (.nanoseconds(999), "0s"), (.nanoseconds(-999), "0s"), (.nanoseconds(1_000), "1us"),
    (.nanoseconds(999_999), "999us"), (.milliseconds(1), "1ms"), (.milliseconds(999), "999ms"),
    (.nanoseconds(999_999_999), "999ms"), (.seconds(1), "1s"), (.seconds(59), "59s"), (.seconds(60), "1min"),
    (.seconds(61), "1min 1s"), (.seconds(3_599), "59min 59s"), (.seconds(3_600), "1h"), (.seconds(3_601), "1h"),
    (.seconds(3_660), "1h 1min"), (.seconds(86_399), "23h 59min"), (.seconds(86_400), "1d"),
    (.seconds(86_460), "1d"), (.seconds(1_209_599), "13d 23h"), (.seconds(1_209_600), "14d"),
    (.milliseconds(-1_500), "-1s"), (.nanoseconds(-1_000), "-1us"), (.seconds(-90_000), "-1d 1h"),
    (.seconds(Int64.max), "106751991d 4h"), (.seconds(Int64.min), "-106751991d 4h"),
    (.seconds(Int64.max) + .seconds(Int64.max), "106751991d 4h"),
    (.seconds(Int64.min) + .seconds(Int64.min), "-106751991d 4h"),
  ]

  @Test(arguments: spans) func `a span is told in its two largest units`(span: Duration, words: String) {
    #expect(span.inWords == words)
  }

  static let moments: [(Int64, String)] = [
    (0, "1970-01-01 00:00:00Z"), (999_999, "1970-01-01 00:00:00Z"), (-1, "1969-12-31 23:59:59Z"),
    (951_782_399_000_000, "2000-02-28 23:59:59Z"), (951_782_400_000_000, "2000-02-29 00:00:00Z"),
    (951_868_800_000_000, "2000-03-01 00:00:00Z"), (4_107_542_400_000_000, "2100-03-01 00:00:00Z"),
    (4_107_456_000_000_000, "2100-02-28 00:00:00Z"), (1_763_901_181_000_000, "2025-11-23 12:33:01Z"),
    (1_767_225_599_999_999, "2025-12-31 23:59:59Z"), (1_767_225_600_000_000, "2026-01-01 00:00:00Z"),
    (-62_135_596_800_000_000, "1-01-01 00:00:00Z"), (Int64.max, "294247-01-10 04:00:54Z"),
    (Int64.min, "-290308-12-21 19:59:05Z"),
  ]

  @Test(arguments: moments) func `a moment is told in UTC to the second`(microseconds: Int64, words: String) {
    #expect(Timestamp(microseconds: microseconds).inWords == words)
  }
}
