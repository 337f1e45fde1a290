import ArgumentParser

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Examine the record.", usage: "[verify]", subcommands: [AuditVerifyCommand.self],
    defaultSubcommand: AuditVerifyCommand.self)

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions
}
