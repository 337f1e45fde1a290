import ArgumentParser
import MigrationControl

struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Take the way back: undo everything that was done, up to contract. Role operator.",
    discussion: "Only after the migration's name was typed, or with --yes.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions
  @OptionGroup var why: ReasonOption
  @OptionGroup var waiting: WaitOption
  @OptionGroup var confirmation: ConfirmOption

  func run() throws(Failure) {
    let place = rollout.target.map { " on \($0)" } ?? ""
    try confirmation.confirm("undo \(rollout.migration)\(place)", typing: rollout.migration)
    let asked = Call.Rollback.Parameters(migration: rollout.migration, target: rollout.target, reason: why.reason)
    try Accepting(options: options, wait: waiting.wait).ask(Call.Rollback.self, asked) { $0.rollout }
  }
}
