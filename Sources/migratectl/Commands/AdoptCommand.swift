import ArgumentParser
import MigrationControl

struct AdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Take the database that a target's name leads to for that target's, as it is. Role admin.",
    discussion: """
      For a database that was refreshed from a copy of another one, or whose journal was lost or restored. What its \
      ledger says counts from then on. Only after the target's name was typed, or with --yes.
      """)

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(help: "The target's name in the daemon's configuration.")
  var target: String

  @Option(name: .long, help: ArgumentHelp("Why this is its database, for the record.", valueName: "text"))
  var reason: String

  @OptionGroup var confirmation: ConfirmOption

  func run() throws(Failure) {
    let action =
      "take the database that the daemon reaches as \(target) for that of \(target), with what its ledger says"
    try confirmation.confirm(action, typing: target)
    let answer = try options.daemon.call(Call.Adopt.self, .init(target: target, reason: reason))
    try options.output.show(answer) { AdoptionSheet(appearance: $1).text($0) }
    if options.output.json == .off {
      options.output.tell("Look at what is on record for it: migratectl list --target \(target)\n")
    }
  }
}
