import ArgumentParser
import MigrationControl

struct UnfreezeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unfreeze",
    abstract: "Let things start again. Role admin.",
    discussion: "What the freeze halted stays halted: retry it.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var why: ReasonOption

  func run() throws(Failure) {
    let answer = try options.daemon.call(Call.Unfreeze.self, .init(reason: why.reason))
    try options.output.show(answer) { FreezeSheet(appearance: $1).lifted($0) }
  }
}
