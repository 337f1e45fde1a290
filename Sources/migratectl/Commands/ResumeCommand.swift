import ArgumentParser
import MigrationControl

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with what was paused. Role operator.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions
  @OptionGroup var why: ReasonOption
  @OptionGroup var waiting: WaitOption

  func run() throws(Failure) {
    let asked = Call.Resume.Parameters(migration: rollout.migration, target: rollout.target, reason: why.reason)
    try Accepting(options: options, wait: waiting.wait).ask(Call.Resume.self, asked) { $0.rollout }
  }
}
