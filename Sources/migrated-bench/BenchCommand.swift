import ArgumentParser

/// The figures of `make bench`. The only place of the project that measures time.
@main
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrated-bench", abstract: "Measure migrated against the limits of what it stands on.",
    subcommands: [MeasureCommand.self, EchoCommand.self], defaultSubcommand: MeasureCommand.self)
}
