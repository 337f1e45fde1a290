import ArgumentParser
import MigrationControl
import MigrationPhases

struct AdvanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advance",
    abstract: "Start the next phase. Role operator.",
    usage: """
      MIGRATION [--target TARGET] [--to PHASE] [--dry-run] [--wait] [--yes]
      --due
      """,
    discussion: """
      Refused with every gate of the phase, and exit status 5, where one does not hold. Contract takes away what cannot \
      be brought back: it is started only after the migration's name was typed, or with --to contract --yes. With --due, \
      whatever \
      plans call automatic and whose gates hold is started: for timers, safe to call at any time.
      """)

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(
    help: "The migration's name.", completion: .custom { words, _, _ in Suggestions(words).migrations })
  var migration: String?

  @Option(
    name: .shortAndLong, help: "The target, where the migration has several.",
    completion: .custom { words, _, _ in Suggestions(words).targets })
  var target: String?

  @Option(name: .customLong("to"), help: ArgumentHelp("Only if this is the next phase.", valueName: "phase"))
  var phase: Phase?

  @Flag(name: .long, help: "Start everything that is due instead.")
  var due = false

  @Flag(name: .customLong("dry-run"), help: "Tell what it waits for, as why does, and start nothing.")
  var isDryRun = false

  @OptionGroup var waiting: WaitOption
  @OptionGroup var confirmation: ConfirmOption

  mutating func validate() throws {
    if due, migration != nil || target != nil || phase != nil || isDryRun || waiting.wait {
      throw ValidationError("--due goes without a migration, --target, --to, --dry-run and --wait")
    }
    if !due, migration == nil { throw ValidationError("Missing expected argument '<migration>', or --due") }
  }

  func run() throws(Failure) {
    guard let migration else {
      let answer = try options.daemon.call(Call.AdvanceDue.self, .init())
      return try options.output.show(answer) { DueTable(appearance: $1).text($0.results) }
    }
    if isDryRun { return try WhyCommand.tell(options, migration: migration, target: target) }
    let confirmed = try confirmedPhase(migration)
    let asked = Call.Advance.Parameters(migration: migration, target: target, phase: confirmed)
    try Accepting(options: options, wait: waiting.wait).ask(Call.Advance.self, asked) { $0.rollout }
  }

  /// The phase to ask for, always by name: what starts is what was looked at, whoever else advances meanwhile. Contract
  /// wants more than --yes: to be named, or confirmed by somebody who was shown that it is next.
  private func confirmedPhase(_ migration: String) throws(Failure) -> Phase? {
    if let phase, confirmation.yes || phase != .contract { return phase }
    let why = try options.daemon.call(Call.Why.self, .init(migration: migration, target: target)).read()
    let known = phase ?? why.phase ?? why.rollout.state.activity.flatMap { Phase(rawValue: $0.rawValue) }
    guard why.phase == .contract, why.refusal == nil else { return known }
    if why.gates.contains(where: { !$0.holds }) {
      let unmet = Wire.GatesUnmet(
        migration: why.rollout.migration, target: why.rollout.target, phase: .contract, gates: why.gates)
      throw .answered(.gatesUnmet(unmet))
    }
    let words = RolloutWords(why.rollout, options.output.errorAppearance)
    let action = "start contract of \(words.name): what it takes away is gone"
    let adding = "--to contract --yes"
    if confirmation.yes { throw .unconfirmed(action, adding: adding) }
    try confirmation.confirm(action, typing: migration, adding: adding)
    return .contract
  }
}
