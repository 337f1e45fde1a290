import ArgumentParser
import Synchronization

/// The command line. Without a command it lists the rollouts.
struct Migratectl: ParsableCommand {
  static var configuration: CommandConfiguration {
    var configuration = whole
    if looksNoFurther.load(ordering: .relaxed) { configuration._superCommandName = "" }
    return configuration
  }

  /// The parser reads each line twice more to see whether it asks for a completion script, which takes as long as
  /// everything else; it does not where there is a command above. To be true only while it parses a line that asks for
  /// none.
  static let looksNoFurther = Atomic(false)

  private static let whole = CommandConfiguration(
    commandName: "migratectl",
    abstract: "Carry database migrations through expand, backfill, switch and contract.",
    discussion: """
      Talks to the daemon migrated. A command that is accepted is on record and goes on by itself; --wait and watch \
      follow it. Data goes to standard output, messages to standard error. See exit-codes for how commands end.
      """,
    version: "migratectl \(ClientVersion.text)",
    groupedSubcommands: [
      CommandGroup(
        name: "See",
        subcommands: [
          ListCommand.self, ShowCommand.self, WhyCommand.self, WatchCommand.self, HistoryCommand.self,
          StatusCommand.self, TargetsCommand.self, HealthCommand.self, AuditCommand.self,
        ]),
      CommandGroup(
        name: "Plan", subcommands: [NewCommand.self, CheckCommand.self, RegisterCommand.self]),
      CommandGroup(
        name: "Carry out",
        subcommands: [
          SignOffCommand.self, ApproveCommand.self, AdvanceCommand.self, PauseCommand.self, ResumeCommand.self,
          RetryCommand.self, ResolveCommand.self, RollbackCommand.self, CancelCommand.self,
        ]),
      CommandGroup(
        name: "Administer",
        subcommands: [
          FreezeCommand.self, UnfreezeCommand.self, AdoptCommand.self, ReloadCommand.self, CallCommand.self,
          IntrospectCommand.self,
          ExitCodesCommand.self,
        ]),
    ],
    defaultSubcommand: ListCommand.self)

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
}
