import Dispatch
import Glibc
import Synchronization
import ThrowawayPostgreSQL

/// Stands between a target and its server, and loses the first COMMIT.
final class LossyProxy: Sendable {
  enum Losing: Sendable {
    /// It reaches the server, and the connection breaks once the server has answered.
    case answer
    /// The connection breaks before it reaches the server.
    case request
    /// As `answer`, and nobody is let in afterwards.
    case everything
  }

  let port: Int
  private let listener: Int32
  private let server: Int
  private let losing: Losing
  private let count = Atomic(0)

  /// How many were lost.
  var lost: Int { count.load(ordering: .acquiring) }

  init(to server: Int, losing: Losing) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (descriptor, size) = (listener, length)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &length) == 0
      }
    }
    guard bound, listen(listener, 16) == 0 else { throw ClusterError("no proxy: errno \(errno)") }
    port = Int(UInt16(bigEndian: address.sin_port))
    self.server = server
    self.losing = losing
    DispatchQueue(label: "proxy").async { [self] in
      while case let client = accept(descriptor, nil, nil), client >= 0 {
        if losing == .everything, lost > 0 { close(client) } else { serve(client) }
      }
    }
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private func serve(_ client: Int32) {
    let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(port: server)
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(upstream, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard connected else {
      close(client)
      return
    }
    DispatchQueue(label: "proxied").async { [self] in
      pump(client, upstream)
      close(client)
      close(upstream)
    }
  }

  private func pump(_ client: Int32, _ upstream: Int32) {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    var losesAnswer = false
    while true {
      var entries = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&entries, 2, -1) > 0 else { return }
      if entries[1].revents != 0 {
        let got = read(upstream, &part, part.count)
        if losesAnswer {
          count.add(1, ordering: .releasing)
          return
        }
        guard got > 0, write(client, part, got) == got else { return }
      }
      if entries[0].revents != 0 {
        let got = read(client, &part, part.count)
        guard got > 0 else { return }
        let isCommit = lost == 0 && String(decoding: part[..<got], as: UTF8.self).contains("COMMIT\0")
        if isCommit, losing == .request {
          count.add(1, ordering: .releasing)
          return
        }
        losesAnswer = losesAnswer || isCommit
        guard write(upstream, part, got) == got else { return }
      }
    }
  }
}
