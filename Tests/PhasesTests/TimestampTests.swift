import Foundation
import MigrationPhases
import Testing

@Suite struct TimestampTests {
  static let first = Timestamp(microseconds: .min)
  static let last = Timestamp(microseconds: .max)
  static let epoch = Timestamp(microseconds: 0)

  @Test func `moments are ordered`() {
    #expect(Self.first < Self.epoch)
    #expect(Self.epoch < Self.last)
    #expect(!(Self.epoch < Self.epoch))
  }

  @Test func `adding a span saturates at both ends`() {
    #expect(Self.epoch + .seconds(1) == Timestamp(microseconds: 1_000_000))
    #expect(Self.last + .nanoseconds(1_000) == Self.last)
    #expect(Self.first + .nanoseconds(-1_000) == Self.first)
    #expect(Self.last + .seconds(Int64.max) == Self.last)
    #expect(Self.epoch + .seconds(Int64.max) == Self.last)
    #expect(Self.epoch + .seconds(Int64.min) == Self.first)
  }

  @Test func `the span between two moments saturates at both ends`() {
    #expect(Timestamp(microseconds: 3) - Timestamp(microseconds: 1) == .nanoseconds(2_000))
    #expect(Timestamp(microseconds: 1) - Timestamp(microseconds: 3) == .nanoseconds(-2_000))
    #expect(Self.last - Self.first == Duration.microseconds(Int64.max))
    #expect(Self.first - Self.last == Duration.microseconds(Int64.min))
  }

  static let spans: [(Duration, Int64)] = [
    (.seconds(1), 1_000_000), (.nanoseconds(1_999), 1), (.nanoseconds(-1_999), -1),
    (.milliseconds(-1_500), -1_500_000), (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
    (Duration.microseconds(Int64.max), .max), (Duration.microseconds(Int64.min), .min),
    // The seconds alone fit into 64 bits of microseconds, the fraction no longer does.
    (.seconds(9_223_372_036_854) + .milliseconds(999), .max), (.seconds(-9_223_372_036_854) - .milliseconds(999), .min),
    // More seconds than fit into 64 bits.
    (.seconds(Int64.max) + .seconds(Int64.max), .max), (.seconds(Int64.min) + .seconds(Int64.min), .min),
  ]

  @Test(arguments: spans) func `a span in whole microseconds saturates at both ends`(span: Duration, expected: Int64) {
    #expect(span.microseconds == expected)
  }

  @Test func `on the wire a moment is a plain number`() throws {
    let moments = [Self.first, Self.epoch, Self.last]
    let json = try JSONEncoder().encode(moments)
    #expect(String(decoding: json, as: UTF8.self) == "[-9223372036854775808,0,9223372036854775807]")
    #expect(try JSONDecoder().decode([Timestamp].self, from: json) == moments)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data(#"["now"]"#.utf8)) }
  }
}
