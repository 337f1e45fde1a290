import CLandlock
import Glibc

/// Rules under which a program can be put: what is not allowed is refused.
final class LandlockRuleset {
  let descriptor: Int32
  private let handled: LandlockAccess

  init(version: Int) throws(ConfinementError) {
    handled = .all(version: version)
    descriptor = landlock_new(handled.rawValue, version >= 6 ? LANDLOCK_SCOPE_OF_SIGNALS : 0)
    guard descriptor >= 0 else { throw .failed("making a ruleset", errno) }
  }

  deinit { close(descriptor) }

  /// Allows what `access` and the kernel have in common on what lies at the path, and beneath it. A path that is gone is
  /// left out, and so are symbolic links, which are looked through anyway, and what is one of `except`.
  func allow(
    _ access: LandlockAccess, on path: String, except: Set<FileIdentity> = []
  ) throws(ConfinementError) {
    let place = open_name(path)
    guard place >= 0 else {
      if [ENOENT, EACCES, ENOTDIR].contains(errno) { return }
      throw .failed("opening \(path)", errno)
    }
    defer { close(place) }
    var status = stat()
    guard fstat(place, &status) == 0 else { throw .failed("looking at \(path)", errno) }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFLNK, !except.contains(FileIdentity(status)) else { return }
    try allow(kind == S_IFDIR ? access : access.intersection(.ofFile), descriptor: place, named: path)
  }

  /// The same for something that is open.
  func allow(_ access: LandlockAccess, descriptor place: Int32, named name: String) throws(ConfinementError) {
    guard landlock_allow(descriptor, access.intersection(handled).rawValue, place) == 0 else {
      throw .failed("allowing \(name)", errno)
    }
  }
}
