/// Something that is measured.
protocol Bench: Sendable {
  /// The figures it gives, in their order.
  var names: [String] { get }

  func measure(in place: Workplace) async throws -> Report
}
