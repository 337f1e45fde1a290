import ArgumentParser
import MigrationControl

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how the daemon is and what is under way.",
    discussion:
      "Ends with 0 where it serves, with 1 where it serves and the record was altered or could not be verified, with 11 "
      + "where it cannot write its journal, with 3 where it is not running, with 4 where that cannot be told.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  func run() throws(Failure) {
    let answer: Answer<Call.Status>
    do {
      answer = try options.daemon.call(Call.Status.self, .init())
    } catch {
      guard case .control(let error) = error else { throw error }
      throw .statusUnavailable(error)
    }
    try options.output.show(answer) { StatusSheet(appearance: $1).text($0) }
    let status = try answer.read()
    switch (status.state, status.record?.state) {
    case (.serving, nil), (.serving, .underWay?), (.serving, .intact?): break
    case (.serving, .altered?), (.serving, .unknown?): throw .said(.failed)
    case (.refusing, _): throw .said(.journalUnavailable)
    }
  }
}
