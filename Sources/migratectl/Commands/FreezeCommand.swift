import ArgumentParser
import MigrationControl

struct FreezeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "Stop everything that can be stopped, and let nothing start until unfreeze. Role admin.",
    discussion: "Only after the word freeze was typed, or with --yes.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(help: "Why, for the record and for everyone who is refused.")
  var reason: String

  @OptionGroup var confirmation: ConfirmOption

  func run() throws(Failure) {
    try confirmation.confirm("stop everything that is under way, on every target", typing: "freeze")
    let answer = try options.daemon.call(Call.Freeze.self, .init(reason: reason))
    try options.output.show(answer) { FreezeSheet(appearance: $1).frozen($0) }
    if options.output.json == .off { options.output.tell("Let things start again: migratectl unfreeze\n") }
  }
}
