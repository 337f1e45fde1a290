import ArgumentParser
import MigrationControl

struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-codes",
    abstract: "List the exit statuses of all commands.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  func run() throws(Failure) {
    let output = options.output
    let json = ExitStatus.allCases.map {
      JSONValue.object(["status": .integer(Int64($0.rawValue)), "meaning": .string($0.meaning)])
    }
    if output.show(.array(json)) { return }
    for status in ExitStatus.allCases {
      let number = "\(status.rawValue)"
      let head = TextWidth.blanks(3 - number.count) + number + "  "
      output.show(Wrapping.hanging(head, status.meaning + ".", output.appearance))
    }
  }
}
