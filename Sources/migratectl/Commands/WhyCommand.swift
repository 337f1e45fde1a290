import ArgumentParser
import MigrationControl

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Tell what the next phase waits for: every gate, what is missing first.",
    discussion: "Ends with 0 where the phase could start now, with 5 where a gate does not hold, with 6 where no phase "
      + "can start from this state.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions

  func run() throws(Failure) {
    try Self.tell(options, migration: rollout.migration, target: rollout.target)
  }

  /// Also what advance --dry-run does.
  static func tell(_ options: GlobalOptions, migration: String, target: String?) throws(Failure) {
    let answer = try options.daemon.call(Call.Why.self, .init(migration: migration, target: target))
    try options.output.show(answer) { GateSheet(appearance: $1).why($0) }
    let reply = try answer.read()
    if reply.refusal != nil { throw .said(.refused) }
    if reply.gates.contains(where: { !$0.holds }) { throw .said(.gatesUnmet) }
  }
}
