import MigrationPhases

extension Wire {
  /// A copy of a target's database, made before contract.
  public struct RestorePoint: Codable, Sendable, Hashable {
    /// Absolute path on the daemon's host.
    public var path: String
    /// SHA-256 of the file, 64 hexadecimal digits.
    public var sha256: String
    /// Its size in bytes.
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
