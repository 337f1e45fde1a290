import ArgumentParser
import MigrationControl

struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "End a rollout that has not started. Role operator.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions
  @OptionGroup var why: ReasonOption
  @OptionGroup var confirmation: ConfirmOption

  func run() throws(Failure) {
    let place = rollout.target.map { " on \($0)" } ?? ""
    try confirmation.confirm("end \(rollout.migration)\(place) for ever")
    let asked = Call.Cancel.Parameters(migration: rollout.migration, target: rollout.target, reason: why.reason)
    try Accepting(options: options, wait: false).ask(Call.Cancel.self, asked) { $0.rollout }
  }
}
