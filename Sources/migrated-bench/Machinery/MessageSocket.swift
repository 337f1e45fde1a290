import Glibc

/// Messages that end in NUL over a Unix stream socket, with nothing in between: what the control protocol stands on.
final class MessageSocket {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(connectingTo path: String) throws {
    descriptor = try Self.make()
    guard Self.withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
      let number = errno
      Glibc.close(descriptor)
      throw BenchError("\(path): \(String(cString: strerror(number)))")
    }
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { Glibc.close(descriptor) }

  func send(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try send($0) }
  }

  /// Takes so many whole messages.
  func receive(_ count: Int = 1) throws {
    var left = count
    while left > 0 { left -= try receiveSome().reduce(0) { $0 + ($1 == 0 ? 1 : 0) } }
  }

  /// Serves one connection after the other until it is killed.
  static func echo(at path: String) throws {
    let listening = try make()
    guard withAddress(path, { bind(listening, $0, $1) }) == 0, listen(listening, 8) == 0 else {
      throw BenchError("\(path): \(String(cString: strerror(errno)))")
    }
    while true {
      let descriptor = accept(listening, nil, nil)
      guard descriptor >= 0 else { throw BenchError("accept: \(String(cString: strerror(errno)))") }
      let peer = MessageSocket(descriptor: descriptor)
      do {
        // Whatever has come, cut at its last NUL, would be framing enough; one message is all that ever comes unpipelined.
        while true { try peer.sendBack() }
      } catch {}  // the peer has gone
    }
  }

  private func sendBack() throws {
    let count = try receiveSome().count
    try buffer.withUnsafeBytes { try send(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  private func receiveSome() throws -> ArraySlice<UInt8> {
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { throw BenchError("the connection has ended") }
    return buffer[..<count]
  }

  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    var sent = 0
    while sent < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
      let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { throw BenchError("the connection has ended") }
      sent += count
    }
  }

  private static func make() throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchError("socket: \(String(cString: strerror(errno)))") }
    return descriptor
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
