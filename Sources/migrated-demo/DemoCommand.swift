import ArgumentParser

/// The databases of `make demo` and the application that works on them while they are migrated.
@main
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrated-demo", abstract: "A shop to try migrations on: its databases and its application.",
    subcommands: [SeedCommand.self, ServeCommand.self, InspectCommand.self])
}
