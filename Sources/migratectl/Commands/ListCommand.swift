import ArgumentParser
import MigrationControl

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List rollouts, newest change first. The default command.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Option(
    name: .long, help: "Only rollouts of this migration.",
    completion: .custom { words, _, _ in Suggestions(words).migrations })
  var migration: String?

  @Option(
    name: .shortAndLong, help: "Only rollouts on this target.",
    completion: .custom { words, _, _ in Suggestions(words).targets })
  var target: String?

  @Flag(name: .long, help: "Only rollouts that a command can still lead on.")
  var open = false

  @Option(name: .customShort("n"), help: ArgumentHelp("At most so many.", valueName: "count"))
  var limit: Int?

  func run() throws(Failure) {
    let asked = Call.List.Parameters(migration: migration, target: target, open: open ? true : nil, limit: limit)
    let answer = try options.daemon.call(Call.List.self, asked)
    try options.output.show(answer, paged: true) { RolloutTable(appearance: $1).text($0.rollouts) }
  }
}
