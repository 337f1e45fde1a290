import Glibc
import Synchronization

/// Takes connections on a loopback port and never says a word.
final class SilentServer: Sendable {
  let port: Int
  private let descriptor: Int32
  private let isClosed = Atomic(false)

  struct Failure: Error { var number: Int32 }

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
          ? getsockname(descriptor, address, &length) : -1
      }
    }
    guard result == 0 else { throw Failure(number: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close() }

  func close() {
    // Once: the number may soon be somebody else's.
    guard !isClosed.exchange(true, ordering: .relaxed) else { return }
    shutdown(descriptor, Int32(SHUT_RDWR))
    Glibc.close(descriptor)
  }

  /// Blocks until somebody has connected.
  func waitForCaller() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    poll(&entry, 1, 60_000)
  }
}
