extension Wire {
  /// What was found when the record was verified last: in the background after each start, and by `VerifyHistory`.
  public struct Verification: Codable, Sendable, Hashable {
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
      /// The first time since the start is not over yet.
      case underWay
      case intact, altered
      /// The record could not be read to its end.
      case unknown
    }

    public var state: State
    /// What is not as it was written, or why that is unknown.
    public var message: String?
    /// When it was over; absent while it is under way.
    public var at: Int?

    public init(state: State, message: String? = nil, at: Int? = nil) {
      self.state = state
      self.message = message
      self.at = at
    }
  }
}
