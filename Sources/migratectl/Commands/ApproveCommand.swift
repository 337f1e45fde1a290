import ArgumentParser
import MigrationControl
import MigrationPhases

struct ApproveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Consent to one phase of one rollout. Role approver.",
    discussion: "The consent is to the plan as it is registered. That of the person who registered it does not count.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions

  @Argument(help: "The phase.")
  var phase: Phase

  @Option(name: .long, help: ArgumentHelp("A remark, for the record.", valueName: "text"))
  var comment: String?

  func run() throws(Failure) {
    let asked = Call.Approve.Parameters(
      migration: rollout.migration, target: rollout.target, phase: phase, comment: comment)
    let answer = try options.daemon.call(Call.Approve.self, asked)
    try options.output.show(answer) { ClaimLines(appearance: $1).text($0) }
  }
}
