import Glibc

/// The address of a Unix socket.
struct SocketAddress: Sendable {
  private var address = sockaddr_un()
  private var length: socklen_t

  /// nil for a path that does not fit, or that is neither absolute nor begins with `@` for the abstract namespace.
  init?(path: String) {
    var bytes = Array(path.utf8)
    let isAbstract = path.hasPrefix("@")
    guard isAbstract || path.hasPrefix("/"), bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      return nil
    }
    if isAbstract { bytes[0] = 0 }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    // A path's NUL counts, an abstract name has none.
    length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1))
  }

  func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
