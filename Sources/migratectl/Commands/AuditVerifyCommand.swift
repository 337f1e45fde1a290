import ArgumentParser
import MigrationControl

struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute the chain of hashes, and hold everything on record against it.",
    discussion:
      "Ends with 1 where the record was altered. Note the newest hash elsewhere: a record that was cut off at "
      + "its end is intact in itself, and only shows by a hash that is no longer in it.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  func run() throws(Failure) {
    let answer = try options.daemon.call(Call.VerifyHistory.self, .init())
    try options.output.show(answer) { AuditSheet(appearance: $1).text($0) }
    if !(try answer.read().intact) { throw .said(.failed) }
  }
}
