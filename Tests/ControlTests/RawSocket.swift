import Glibc
import Synchronization

@testable import MigrationControl

/// A connection that can be as rude as a test wants.
final class RawSocket: Sendable {
  let descriptor: Int32
  private let received = Mutex<[UInt8]>([])

  /// Waits at most ten seconds for anything.
  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Errno(call: "socket", number: errno) }
    var bound = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
    let descriptor = descriptor
    let result = UnixAddress.with(path: path) { connect(descriptor, $0, $1) == 0 ? 0 : errno }
    guard result == 0 else {
      close(descriptor)
      throw Errno(call: "connect", number: result ?? EINVAL)
    }
  }

  deinit { close(descriptor) }

  /// False once the other side has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    Self.send(bytes[...], to: descriptor)
  }

  /// For a task of its own, which cannot share the object.
  @discardableResult
  static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        let rest = UnsafeRawBufferPointer(rebasing: all[sent...])
        return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Each text becomes a message; all are sent in one go.
  @discardableResult
  func send(_ messages: String...) -> Bool {
    send(messages.flatMap { Array($0.utf8) + [0] })
  }

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next message as text; nil at the end of the connection, or after ten seconds.
  func receive() -> String? {
    received.withLock { received in
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        if let end = received.firstIndex(of: 0) {
          defer { received.removeFirst(end + 1) }
          return String(decoding: received[..<end], as: UTF8.self)
        }
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return nil }
        received += chunk[..<count]
      }
    }
  }

  /// True where the server closes within ten seconds, whatever it still sends before.
  func isClosedByServer() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count == 0 { return true }
      if count < 0 { return errno == ECONNRESET }
    }
  }
}
