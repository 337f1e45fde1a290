import ArgumentParser
import MigrationControl

struct ReloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Let the daemon read its configuration again. Role admin.",
    discussion: "The old configuration stays in force where the new one is wrong; then it ends with 10.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  func run() throws(Failure) {
    let answer = try options.daemon.call(Call.Reload.self, .init())
    try options.output.show(answer) { Wrapping.hanging("", $0.message, $1) }
  }
}
