/// The digest of a folder's files. For every file, in the order of their paths' bytes: the path's length in bytes, the
/// path in UTF-8, the content's length in bytes, the content. Lengths are unsigned, eight bytes, most significant first.
public struct FilesDigest: ~Copyable {
  private var hash = SHA256()

  public init() {}

  /// The caller keeps the order.
  public mutating func add(path: String, bytes: [UInt8]) {
    add(Array(path.utf8))
    add(bytes)
  }

  /// 64 lower-case hexadecimal digits. The value is spent afterwards.
  public consuming func finish() -> String { hexadecimal(hash.finish()) }

  private mutating func add(_ part: [UInt8]) {
    withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(buffer: $0) }
    hash.update(part)
  }
}
