import ArgumentParser
import MigrationControl

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything about a migration: state, steps, sign-offs, approvals.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions

  func run() throws(Failure) {
    let asked = Call.Show.Parameters(migration: rollout.migration, target: rollout.target)
    let answer = try options.daemon.call(Call.Show.self, asked)
    try options.output.show(answer, paged: true) { MigrationSheet(appearance: $1).text($0) }
  }
}
