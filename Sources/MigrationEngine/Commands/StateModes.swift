import Glibc
import Synchronization

/// The permissions of the state folder and of what lies in it. A program of the same user may change them, which
/// Landlock does not see; so they are looked at while it runs, and put back.
final class StateModes: Sendable {
  private let modes: [(path: String, mode: mode_t)]
  private let restored = Mutex<Set<String>>([])

  init(_ places: WorkPlaces) {
    let journal = ["", "-wal", "-shm"].map { "\(places.state)/journal.sqlite\($0)" }
    let paths = ["\(places.state)/lock", places.state, places.restorePoints, places.plans, places.work] + journal
    modes = paths.compactMap { path in Self.mode(of: path).map { (path, $0) } }
  }

  func restore() {
    for (path, mode) in modes {
      guard let now = Self.mode(of: path), now != mode else { continue }
      if chmod(path, mode) == 0 { restored.withLock { _ = $0.insert(path) } }
    }
  }

  /// What there is to say about it, for the end of the program's output; empty where nothing was changed.
  var words: String {
    let paths = restored.withLock { $0.sorted() }
    if paths.isEmpty { return "" }
    return "\n(migrated: it changed who may use \(paths.joined(separator: ", ")); that was set back)\n"
  }

  private static func mode(of path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }
}
