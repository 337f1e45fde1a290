import Glibc

/// Shows a later daemon that a program of an earlier one is still looked after.
final class Presence {
  private let descriptor: Int32

  init(path: String) throws(RunFailure) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw RunFailure(system: "\(path) cannot be opened") }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
      throw RunFailure("\(path) is locked: another daemon has just started on this state folder")
    }
  }

  deinit { close(descriptor) }
}
