import Glibc

/// The address of a Unix socket in the file system.
enum UnixAddress {
  /// Bytes that a path can have; the kernel's structure has one more for the closing NUL.
  static let pathBound = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// Nil where the path is empty, too long, or contains a NUL.
  static func with<Result>(path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result? {
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count <= pathBound, !bytes.contains(0) else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
