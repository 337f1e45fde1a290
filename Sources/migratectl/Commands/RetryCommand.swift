import ArgumentParser
import MigrationControl

struct RetryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try again what halted. Role operator.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions
  @OptionGroup var why: ReasonOption
  @OptionGroup var waiting: WaitOption

  func run() throws(Failure) {
    let asked = Call.Retry.Parameters(migration: rollout.migration, target: rollout.target, reason: why.reason)
    try Accepting(options: options, wait: waiting.wait).ask(Call.Retry.self, asked) { $0.rollout }
  }
}
