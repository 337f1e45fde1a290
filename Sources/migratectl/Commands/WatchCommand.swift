import ArgumentParser
import MigrationControl

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Follow rollouts as they go on, until Ctrl-C.",
    discussion: "On a terminal each rollout is one line, drawn over as it changes; elsewhere each change is one line. "
      + "Ending it stops nothing but the watching.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(
    help: "Only this migration.", completion: .custom { words, _, _ in Suggestions(words).migrations })
  var migration: String?

  @Option(
    name: .shortAndLong, help: "Only this target.",
    completion: .custom { words, _, _ in Suggestions(words).targets })
  var target: String?

  func run() throws(Failure) {
    let output = options.output
    LastWords.onInterrupt(Terminal.isTerminal(.output) ? "\n" : "", status: ExitStatus.done.rawValue)
    if let timeout = options.timeout { LastWords.after(timeout, "") }
    var display = ProgressDisplay(.output, output.appearance)
    try Follower(daemon: options.followedDaemon, output: output).follow(migration: migration, target: target) {
      (rollout) throws(Failure) in
      if output.json == .off {
        display.show(rollout)
      } else {
        _ = output.show(.object(try Daemon.object(rollout)))
      }
      return true
    }
  }
}
