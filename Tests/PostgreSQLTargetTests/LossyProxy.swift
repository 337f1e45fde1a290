import Dispatch
import Glibc
import MigrationPostgreSQL
import MigrationTargets
import Synchronization
import ThrowawayPostgreSQL

/// Stands between a target and its server, and loses the first COMMIT, or the statement of a number.
final class LossyProxy: Sendable {
  enum Losing: Sendable, Hashable {
    /// It reaches the server, and the connection breaks once the server has answered.
    case answer
    /// The connection breaks before it reaches the server.
    case request
    /// As `answer`, and nobody is let in afterwards.
    case everything
    case nothing
    /// Counted from 0 over all connections.
    case statement(Int, Moment)
  }

  enum Moment: String, Sendable, Hashable, CaseIterable {
    /// The connection breaks before it reaches the server.
    case unsent
    /// It reaches the server, and the connection breaks at once.
    case sent
    /// It reaches the server, and the connection breaks once the server has answered.
    case answered
  }

  /// How a connection breaks.
  enum Cause: Sendable {
    /// Both sides find it closed.
    case cut
    /// The same, once this is done.
    case after(@Sendable () -> Void)
    /// This ends the session at the server, whose process is given. What the server says to that goes through.
    case ended(@Sendable (Int32) -> Void)
  }

  let port: Int
  private let listener: Int32
  private let server: Int
  private let losing: Losing
  private let cause: Cause
  private let count = Atomic(0)
  private let sent = Mutex<[String]>([])

  /// How many were lost.
  var lost: Int { count.load(ordering: .acquiring) }

  /// The statements that came by.
  var statements: [String] { sent.withLock { $0 } }

  init(to server: Int, losing: Losing, by cause: Cause = .cut) throws {
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
    self.cause = cause
    DispatchQueue(label: "proxy").async { [self] in
      while case let client = accept(descriptor, nil, nil), client >= 0 {
        if losing == .everything, lost > 0 { close(client) } else { serve(client) }
      }
      close(descriptor)
    }
  }

  /// Lets nobody in any more.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// A target of the database's that goes by this way.
  func target(of database: Database) throws -> PostgreSQLTarget { try target(login: database.login) }

  func target(login: String) throws -> PostgreSQLTarget {
    PostgreSQLTarget(
      name: "app", settings: try PostgreSQLSettings("host=127.0.0.1 port=\(port) sslmode=disable \(login)"),
      bounds: quick)
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
    var backend: Int32 = 0
    var losesAnswer = false
    while true {
      var entries = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&entries, 2, -1) > 0 else { return }
      if entries[1].revents != 0 {
        let got = read(upstream, &part, part.count)
        if losesAnswer {
          _ = breaks(backend)
          return
        }
        guard got > 0, Self.send(part[..<got], to: client) else { return }
        if backend == 0 { backend = Self.backend(in: part[..<got]) }
      }
      if entries[0].revents != 0 {
        let got = read(client, &part, part.count)
        guard got > 0 else { return }
        let moment = moment(of: part[..<got])
        if moment == .unsent {
          if breaks(backend) { return }
          continue
        }
        losesAnswer = losesAnswer || moment == .answered
        guard Self.send(part[..<got], to: upstream) else { return }
        if moment == .sent, breaks(backend) { return }
      }
    }
  }

  /// Whether both sides are to be closed now.
  private func breaks(_ backend: Int32) -> Bool {
    count.add(1, ordering: .releasing)
    switch cause {
    case .cut: return true
    case .after(let deed):
      deed()
      return true
    case .ended(let deed):
      deed(backend)
      return false
    }
  }

  /// The other side may be gone.
  private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      == bytes.count
  }

  /// The process of the server's, as it tells its client once; 0 where this is not among what it said. A message
  /// `BackendKeyData`: its letter, its length, the process, a key.
  private static func backend(in said: ArraySlice<UInt8>) -> Int32 {
    let head: [UInt8] = [UInt8(ascii: "K"), 0, 0, 0, 12]
    guard let start = said.indices.first(where: { said[$0...].starts(with: head) }), said.endIndex - start >= 9 else {
      return 0
    }
    return said[(start + 5)..<(start + 9)].reduce(0) { $0 << 8 | Int32($1) }
  }

  /// When the connection breaks over what a client sent; nil where it does not. A statement is one piece, for its client
  /// waits for the answer.
  private func moment(of piece: ArraySlice<UInt8>) -> Moment? {
    let text = String(decoding: piece, as: UTF8.self)
    // Whoever watches locks asks more often where it takes longer.
    let number = text.hasPrefix("P") && !text.contains("pg_blocking_pids") ? note(piece) : nil
    let isCommit = lost == 0 && text.contains("COMMIT\0")
    return switch losing {
    case .nothing: nil
    case .request: isCommit ? .unsent : nil
    case .answer, .everything: isCommit ? .answered : nil
    case .statement(let lost, let moment): number == lost ? moment : nil
    }
  }
  /// A message `Parse`: its letter, its length, the statement's name, which is empty, and the text.
  private func note(_ parse: ArraySlice<UInt8>) -> Int {
    let text = String(decoding: parse.dropFirst(6).prefix { $0 != 0 }, as: UTF8.self)
    return sent.withLock { sent in
      sent.append(text)
      return sent.count - 1
    }
  }
}
