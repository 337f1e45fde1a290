/// A moment on the wall clock: microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public init(from decoder: any Decoder) throws {
    microseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  /// Saturates at the ends of what 64 bits hold.
  public static func + (moment: Timestamp, span: Duration) -> Timestamp {
    let (sum, overflow) = moment.microseconds.addingReportingOverflow(span.microseconds)
    return Timestamp(microseconds: overflow ? (span < .zero ? .min : .max) : sum)
  }

  public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
    let (difference, overflow) = later.microseconds.subtractingReportingOverflow(earlier.microseconds)
    return .microseconds(overflow ? (later < earlier ? .min : .max) : difference)
  }
}

extension Duration {
  /// Whole microseconds, saturating.
  public var microseconds: Int64 {
    if self >= Duration.microseconds(Int64.max) { return .max }
    if self <= Duration.microseconds(Int64.min) { return .min }
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
