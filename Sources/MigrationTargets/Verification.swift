/// What a verify query showed.
public enum Verification: Sendable, Hashable {
  case holds
  /// What came back instead of one true value, such as `0` or `3 rows`.
  case fails(found: String)
}

/// What to go back to: a copy, or a moment that a server's backups reach.
public struct RestorePoint: Sendable, Hashable, Codable {
  /// Absolute path of the file; for a server, in words, the position in its log that its own backups lead to.
  public var path: String
  /// SHA-256 of the file, or of those words, in hexadecimal.
  public var sha256: String
  /// Size in bytes.
  public var bytes: Int

  public init(path: String, sha256: String, bytes: Int) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}
