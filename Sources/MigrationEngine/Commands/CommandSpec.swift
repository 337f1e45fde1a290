/// A command that a plan runs, ready to start.
struct CommandSpec: Sendable, Hashable {
  /// The program, by absolute path, by a path relative to `directory`, or by name in PATH; then its arguments.
  var arguments: [String]
  /// Absolute path.
  var directory: String
  /// The folder with the plan's files, which it may read; absolute.
  var plan: String
  /// Added to the few variables that are passed on from the daemon.
  var environment: [String: String]
  var timeout: Duration
}

/// How a command ended. Whatever it is, it did run, wholly or in part, unless `notStarted`.
enum CommandEnd: Sendable, Hashable {
  case exited(code: Int32, output: String)
  case signaled(signal: Int32, output: String)
  case timedOut(after: Duration, output: String)
  /// Ended because the daemon was told to stop it.
  case stopped(output: String)
  case tooMuchOutput(bytes: Int, output: String)
  /// It could not be started: nothing happened.
  case notStarted(String)
}

/// Runs a command to its end, or until the signal has the given urgency.
typealias CommandRun = @Sendable (CommandSpec, StopSignal, StopSignal.Urgency) async -> CommandEnd
