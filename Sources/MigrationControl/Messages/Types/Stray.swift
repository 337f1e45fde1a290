extension Wire {
  /// Something on record that is not as the history says.
  public struct Stray: Codable, Sendable, Hashable {
    /// migration, rollout, step, signOff, approval, restorePoint, freeze, fact, or layout: the journal's own tables.
    public var kind: String
    /// What it is, such as `add-full-name on p1: approval of contract`.
    public var what: String
    /// What is stored; absent where nothing is.
    public var stored: String?
    /// What the history says; absent where it says nothing.
    public var recorded: String?

    public init(kind: String, what: String, stored: String? = nil, recorded: String? = nil) {
      self.kind = kind
      self.what = what
      self.stored = stored
      self.recorded = recorded
    }
  }
}
