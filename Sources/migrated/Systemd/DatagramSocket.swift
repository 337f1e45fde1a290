import Glibc

/// Sends datagrams to a Unix socket, each in one piece or not at all.
struct DatagramSocket: ~Copyable, Sendable {
  private let descriptor: Int32

  /// A path that begins with `@` is one of the abstract namespace. nil where there is no such socket.
  /// - Parameter patience: how long to wait for a reader that does not keep up.
  init?(path: String, patience: Duration = .milliseconds(250)) {
    guard let address = SocketAddress(path: path) else { return nil }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let (seconds, attoseconds) = patience.components
    var wait = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Whether the datagram was taken.
  func send(_ bytes: [UInt8]) -> Bool {
    while true {
      let sent = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      if sent < 0, errno == EINTR { continue }
      return sent == bytes.count
    }
  }
}
