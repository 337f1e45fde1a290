import Glibc

/// Which file or folder it is, whatever it is called.
struct FileIdentity: Hashable, Sendable {
  var device: UInt
  var number: UInt

  init(_ status: stat) {
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }

  /// nil where there is nothing at the path.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}
