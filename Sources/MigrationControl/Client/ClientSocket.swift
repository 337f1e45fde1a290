import Glibc

/// A connected Unix socket that sends and receives whole messages.
final class ClientSocket {
  /// Bytes of a reply that are taken; beyond it, something is wrong.
  private static let replyBound = 64 << 20

  private let timeout: Duration
  /// -1 once closed.
  private var descriptor: Int32
  /// Bytes received and not handed out yet.
  private var buffer: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  init(path: String, timeout: Duration) throws(ControlError) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .unreachable(path: path, errno: errno) }
    self.timeout = timeout
    self.descriptor = descriptor
    let (seconds, fraction) = timeout.components
    var bound = timeval(tv_sec: Int(seconds), tv_usec: Int(fraction / 1_000_000_000_000))
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &bound, size)  // bounds connect, too
    let result = UnixAddress.with(path: path) { connect(descriptor, $0, $1) == 0 ? 0 : errno } ?? ENAMETOOLONG
    switch result {
    case 0: break
    case EACCES, EPERM: throw .permissionDenied(path: path, group: Self.group(of: path))
    case EAGAIN: throw .timedOut(timeout)
    default: throw .unreachable(path: path, errno: result)
    }
  }

  deinit { close() }

  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }

  /// False where the other side takes no more; what it said before can still be received.
  func send(_ message: [UInt8]) throws(ControlError) -> Bool {
    var sent = 0
    while sent < message.count {
      let count = message.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
        return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno == EPIPE || errno == ECONNRESET {
        return false
      } else {
        try failed(errno)
      }
    }
    return true
  }

  /// The next message without its NUL.
  func receive() throws(ControlError) -> ArraySlice<UInt8> {
    var searched = 0
    while true {
      if let end = buffer.withUnsafeBytes({ $0.firstNUL(from: searched) }) {
        let message = buffer[..<end]
        buffer = Array(buffer[(end + 1)...])
        return message
      }
      searched = buffer.count
      guard buffer.count <= Self.replyBound else {
        close()
        throw .protocolViolation("a reply of more than \(Self.replyBound) bytes")
      }
      let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      switch count {
      case 0:
        close()
        throw .closed
      case ..<0: try failed(errno)
      default: buffer.append(contentsOf: chunk[..<count])
      }
    }
  }

  /// Returns where it is worth another try.
  private func failed(_ number: Int32) throws(ControlError) {
    switch number {
    case EINTR: return
    case EAGAIN:
      close()
      throw .timedOut(timeout)
    default:
      close()
      throw .closed
    }
  }

  /// The name of the group that the file belongs to, where its mode lets that group connect.
  private static func group(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IWGRP != 0 else { return nil }
    guard let entry = getgrgid(status.st_gid), let name = entry.pointee.gr_name else { return "\(status.st_gid)" }
    return String(cString: name)
  }
}
