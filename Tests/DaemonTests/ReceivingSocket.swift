import Dispatch
import Glibc

@testable import migrated

/// A datagram socket that a test listens at, as systemd does.
final class ReceivingSocket: Sendable {
  let path: String
  private let descriptor: Int32

  /// - Parameter path: absolute, or `@name` in the abstract namespace.
  init(path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard let address = SocketAddress(path: path),
      address.withPointer({ bind(descriptor, $0, $1) }) == 0
    else { throw TemporaryFolder.Failure(code: errno) }
    // A datagram is there when it was sent, so a test that must wait for one has failed.
    var wait = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// The next datagram; nil where none comes.
  func receive() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return count < 0 ? nil : Array(bytes.prefix(count))
  }

  func receiveText() -> String? { receive().map { String(decoding: $0, as: UTF8.self) } }

  /// Whether a datagram with this line comes, whatever others come before. Waits on a thread of its own.
  func told(_ line: Substring) async -> Bool {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "told").async {
        while let text = self.receiveText() {
          if text.split(separator: "\n").contains(line) { return continuation.resume(returning: true) }
        }
        continuation.resume(returning: false)
      }
    }
  }

  /// Whether there is a datagram already.
  func pending() -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
  }
}
