import Glibc

/// Which file a path leads to. SQLite goes on writing to a file that was deleted or moved away, and what it wrote is
/// gone with the process; so the path is looked at before each decision.
struct FileIdentity: Sendable, Hashable {
  private let device: UInt
  private let inode: UInt

  /// Nil when nothing is there.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
  }
}
