import ArgumentParser
import MigrationControl

struct ResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Say what became of a step whose outcome is unknown, or that a rollback was done by hand. Role operator.",
    usage: "MIGRATION [--target TARGET] (--done | --not-done) --evidence TEXT [--wait]",
    discussion: """
      Look at the database first. What you say here is believed, and is on record with your name. A rollback that failed, \
      or that the ledger does not bear out, ends with --done once nothing of the migration is left.
      """)

  enum Outcome: String, EnumerableFlag {
    case done, notDone

    static func help(for value: Outcome) -> ArgumentHelp? {
      switch value {
      case .done: "The step happened: go on after it. Of a rollback: nothing of the migration is left."
      case .notDone: "The step did not happen: halted as failed, ready for retry or rollback."
      }
    }
  }

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
  @OptionGroup var rollout: RolloutOptions

  @Flag var outcome: Outcome

  @Option(name: .long, help: ArgumentHelp("How you know, for the record.", valueName: "text"))
  var evidence: String

  @OptionGroup var waiting: WaitOption

  func run() throws(Failure) {
    let asked = Call.Resolve.Parameters(
      migration: rollout.migration, target: rollout.target, outcome: wireOutcome, evidence: evidence)
    try Accepting(options: options, wait: waiting.wait && outcome == .done).ask(Call.Resolve.self, asked) { $0.rollout }
  }

  private var wireOutcome: Call.Resolve.Parameters.Outcome {
    switch outcome {
    case .done: .done
    case .notDone: .notDone
    }
  }
}
