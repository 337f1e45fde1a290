import Glibc

/// Keeps a second daemon away from the same state folder, for as long as this process lives.
final class StateLock: Sendable {
  private let descriptor: Int32

  /// Why the folder cannot be had; the text is for the log.
  struct Taken: Error, CustomStringConvertible {
    var description: String
  }

  init(folder: String) throws(Taken) {
    let path = folder + "/lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Taken(description: "\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      throw Taken(
        description: code == EWOULDBLOCK
          ? "another daemon uses the state folder \(folder): `fuser \(path)` names it"
          : "\(path) cannot be locked: \(String(cString: strerror(code)))")
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
