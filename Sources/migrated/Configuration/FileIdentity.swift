import Glibc

/// Tells whether two paths lead to one file, through symbolic and hard links too.
enum FileIdentity: Sendable, Hashable {
  case inode(device: UInt, number: UInt)
  /// Where there is no such file yet: the path with its folder's links resolved.
  case path(String)

  init(of path: String) {
    var status = stat()
    if stat(path, &status) == 0 {
      self = .inode(device: status.st_dev, number: status.st_ino)
      return
    }
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    guard let resolved = realpath(folder, nil) else {
      self = .path(path)
      return
    }
    defer { free(resolved) }
    self = .path("\(String(cString: resolved))\(path[slash...])")
  }
}
