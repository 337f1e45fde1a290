import MigrationPhases

extension Wire {
  /// A copy of a target's database, made before contract, or a moment in a server's log, noted before each phase.
  public struct RestorePoint: Codable, Sendable, Hashable {
    /// Absolute path on the daemon's host; or `postgresql: `, which one it is, and where in the log.
    public var path: String
    /// SHA-256 of the file, or of the words in `path`, 64 hexadecimal digits.
    public var sha256: String
    /// The size in bytes of the same.
    public var bytes: Int
    public var at: Int

    public init(path: String, sha256: String, bytes: Int, at: Int) {
      self.path = path
      self.sha256 = sha256
      self.bytes = bytes
      self.at = at
    }
  }
}
