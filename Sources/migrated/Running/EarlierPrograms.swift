import Glibc

/// Programs of plans that a daemon before this one started and that are still being ended. They have the grace between
/// TERM and KILL; with systemd, which ends all that the service left, there are none.
struct EarlierPrograms: Sendable {
  /// Held, shared, by every migrated-run.
  let presence: String
  var patience: Duration = .seconds(30)

  /// Waits until they are gone.
  /// - Parameter waiting: called once, where there are any.
  func end(waiting: @Sendable () -> Void) async throws(StateLock.Taken) {
    let descriptor = open(presence, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StateLock.Taken(description: "\(presence) cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let deadline = ContinuousClock.now + patience
    var isFirst = true
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if isFirst { waiting() }
      isFirst = false
      guard ContinuousClock.now < deadline else {
        throw StateLock.Taken(
          description: "programs of plans still run that an earlier daemon started: `fuser \(presence)` names the "
            + "migrated-run of each; end them, then start again")
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }
}
