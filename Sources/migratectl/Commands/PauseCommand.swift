import ArgumentParser
import MigrationControl

struct PauseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop a phase after the batch under way; expand and backfill only. Role operator.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions
  @OptionGroup var why: ReasonOption

  func run() throws(Failure) {
    let asked = Call.Pause.Parameters(migration: rollout.migration, target: rollout.target, reason: why.reason)
    try Accepting(options: options, wait: false).ask(Call.Pause.self, asked) { $0.rollout }
  }
}
