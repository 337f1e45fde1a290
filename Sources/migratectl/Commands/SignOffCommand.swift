import ArgumentParser
import MigrationControl
import MigrationPlan

struct SignOffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-off",
    abstract: "Claim that an item of the checklist is done. Role operator.",
    discussion: "Without --target the claim counts on every target of the migration.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions

  @Argument(
    help: "The item: backup, staging-tested, rollback-plan, team-notified, alerts, or one of the policy's own.",
    completion: .list(["backup", "staging-tested", "rollback-plan", "team-notified", "alerts"]))
  var item: String

  @Option(name: .long, help: ArgumentHelp("How you know, in words or as an address.", valueName: "text"))
  var evidence: String

  @Option(
    name: .customLong("expires-in"),
    help: ArgumentHelp("The claim counts for so long; the policy may say a shorter time.", valueName: "span"),
    transform: { try TimeSpan.parse($0) })
  var expiresIn: Duration?

  func run() throws(Failure) {
    let asked = Call.SignOff.Parameters(
      migration: rollout.migration, target: rollout.target, item: item, evidence: evidence,
      expiresIn: expiresIn.map { Int($0.microseconds) })
    let answer = try options.daemon.call(Call.SignOff.self, asked)
    try options.output.show(answer) { ClaimLines(appearance: $1).text($0.signOffs) }
  }
}
