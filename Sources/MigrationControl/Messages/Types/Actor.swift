import MigrationPhases

extension Wire {
  /// Who asked for something, as the kernel told it when the connection was made.
  public struct Actor: Codable, Sendable, Hashable {
    /// Numeric user id.
    public var uid: Int
    /// User name at that time; the number again where the user has no name.
    public var user: String
    /// Process id of the caller; 0 for the daemon itself where it is not known.
    public var pid: Int
    /// What was asked: a method of this interface in the words of the command line, or daemon.
    public var verb: String

    public init(uid: Int, user: String, pid: Int, verb: String) {
      self.uid = uid
      self.user = user
      self.pid = pid
      self.verb = verb
    }
  }
}
