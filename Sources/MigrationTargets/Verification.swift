/// What a verify query showed.
public enum Verification: Sendable, Hashable {
  case holds
  /// What came back instead of one true value, such as `0` or `3 rows`.
  case fails(found: String)
}

/// A copy to go back to.
public struct RestorePoint: Sendable, Hashable, Codable {
  /// Absolute path of the file.
  public var path: String
  /// SHA-256 of the file, in hexadecimal.
  public var sha256: String
  /// Size in bytes.
  public var bytes: Int

  public init(path: String, sha256: String, bytes: Int) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}
