import Glibc
import Synchronization

/// Answers HTTP on a port of 127.0.0.1, one connection at a time, with what it is given in turn; the last for ever.
final class HealthServer: Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let answers: Mutex<[String]>
  private let count = Mutex(0)

  struct Failure: Error {}

  /// - Parameter answers: the status line's number and reason, a blank line, the body: `200 OK\n\n{"ok":true}`.
  init(_ answers: [String]) throws {
    self.answers = Mutex(answers)
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let fd = descriptor
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, length) == 0 && listen(fd, 8) == 0 && getsockname(fd, $0, &length) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isReady else { throw Failure() }
  }

  deinit { close(descriptor) }

  var url: String { "http://127.0.0.1:\(port)/health" }
  var asked: Int { count.withLock { $0 } }

  /// Serves until the task is cancelled.
  func serve() async {
    while !Task.isCancelled {
      var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&one, 1, 0) == 1 else {
        do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
        continue
      }
      let connection = accept(descriptor, nil, nil)
      guard connection >= 0 else { continue }
      var request = [UInt8](repeating: 0, count: 4_096)
      _ = recv(connection, &request, request.count, 0)
      let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
      count.withLock { $0 += 1 }
      let parts = answer.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      let body = parts.count > 2 ? parts[2] : ""
      let bytes = Array("HTTP/1.1 \(parts[0])\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)".utf8)
      _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      close(connection)
    }
  }
}
