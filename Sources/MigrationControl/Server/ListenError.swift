import Glibc

/// Why a server cannot listen.
public enum ListenError: Error, Sendable, Hashable {
  /// A path of a Unix socket is bounded by the kernel.
  case pathTooLong(String, bound: Int)
  /// Another server answers there.
  case inUse(String)
  /// Something that is no socket is there.
  case notASocket(String)
  /// A descriptor that was handed over is no listening Unix stream socket.
  case notListening(descriptor: Int32)
  case failed(call: String, path: String, errno: Int32)
}

extension ListenError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .pathTooLong(let path, let bound):
      "cannot listen at \(path): a socket's path has at most \(bound) bytes, this one has \(path.utf8.count)"
    case .inUse(let path):
      "cannot listen at \(path): another server answers there; stop it first"
    case .notASocket(let path):
      "cannot listen at \(path): something that is no socket is there; move it away"
    case .notListening(let descriptor):
      "cannot listen at file descriptor \(descriptor): it is no listening Unix stream socket; look at the socket unit"
    case .failed(let call, let path, let number):
      "cannot listen at \(path): \(call): \(String(cString: strerror(number)))"
    }
  }
}
