/// A query that must give one true value.
public struct PlanQuery: Sendable, Hashable {
  /// For people; unique among the queries of its phase.
  public let name: String
  public let script: PlanScript
}
