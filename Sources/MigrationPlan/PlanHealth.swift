/// What must answer well after a deployment.
public struct PlanHealth: Sendable, Hashable {
  /// `http://` or `https://`.
  public let url: String
  /// For one request.
  public let timeout: Duration
  /// How long it must answer well without a break.
  public let steady: Duration
}
