import Glibc
import MigrationControl

/// Follows rollouts through interruptions of the connection.
struct Follower: Sendable {
  /// A lost connection is tried again so many times, a second apart, before it counts as gone.
  private static let tries = 60

  let daemon: Daemon
  let output: Output

  /// Hands over each change until `each` returns false.
  func follow(
    migration: String?, target: String?, each: (Wire.Rollout) throws(Failure) -> Bool
  ) throws(Failure) {
    let parameters = try Daemon.object(Call.Watch.Parameters(migration: migration, target: target))
    let changed = { (reply: JSONObject) throws(Failure) -> Bool in
      guard let rollout = try Answer<Call.Watch>(json: reply).read().rollout else { return true }
      return try each(rollout)
    }
    try stream(Call.Watch.name, { parameters }, each: changed)
  }

  /// Streams a method until `each` returns false, or the daemon says it is over. The parameters are asked for again at
  /// each connection.
  func stream(
    _ method: String, _ parameters: () throws(Failure) -> JSONObject, each: (JSONObject) throws(Failure) -> Bool
  ) throws(Failure) {
    var triesLeft = 0
    while true {
      do {
        var isOver = false
        try daemon.stream(method, try parameters()) { (reply) throws(Failure) in
          triesLeft = Self.tries
          let goesOn = try each(reply)
          isOver = !goesOn
          return goesOn
        }
        if isOver { return }
        // The daemon ended the stream: it stops.
      } catch {
        guard error.isLostConnection, triesLeft > 0 else { throw error }
      }
      if triesLeft == Self.tries { output.tell("The connection to the daemon was lost; trying again.\n") }
      guard triesLeft > 0 else { throw .control(.closed) }
      triesLeft -= 1
      sleep(1)
    }
  }

  /// Shows the way to the end of what was awaited; throws where it does not come.
  /// - Parameter whole: the span that `timeout` is what is left of.
  func wait(for awaited: Awaited, timeout: Duration?, of whole: Duration?) throws(Failure) -> Wire.Rollout {
    var display = ProgressDisplay(output)
    let name = SafeText.line("\(awaited.migration) on \(awaited.target)")
    LastWords.onInterrupt(
      "\nNo longer waiting. \(name) goes on; follow it: migratectl watch\n", status: ExitStatus.interrupted.rawValue)
    if let timeout, let whole {
      LastWords.after(timeout, "Error: \(name) is not done after \(whole.inWords). It goes on: migratectl watch\n")
    }
    var last: (rollout: Wire.Rollout, end: FollowedEnd)?
    try follow(migration: awaited.migration, target: awaited.target) { (rollout) throws(Failure) in
      guard awaited.concerns(rollout) else { return true }
      display.show(rollout)
      last = awaited.end(in: rollout.state).map { (rollout, $0) }
      return last == nil
    }
    guard let last else { throw .control(.closed) }
    switch last.end {
    case .reached: return last.rollout
    case .halted, .paused, .elsewhere: throw .strayed(last.rollout, last.end)
    }
  }
}

extension Failure {
  /// Worth another try: the daemon may be starting again.
  fileprivate var isLostConnection: Bool {
    switch self {
    case .control(.closed), .control(.timedOut), .control(.unreachable), .answered(.stopping): true
    case .control, .answered, .mistyped, .unreadable, .usage, .unconfirmed, .declined, .invalidPlan, .planTooLarge,
      .strayed,
      .statusUnavailable,
      .failed, .said:
      false
    }
  }
}
