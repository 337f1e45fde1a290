import ArgumentParser
import MigrationControl

struct TargetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets", abstract: "List the databases, looked at now, and the schema versions they offer.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  func run() throws(Failure) {
    let answer = try options.daemon.call(Call.ListTargets.self, .init())
    try options.output.show(answer, paged: true) { TargetTable(appearance: $1).text($0.targets) }
  }
}
