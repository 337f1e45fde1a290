import ArgumentParser
import MigrationControl
import MigrationLint
import MigrationPhases
import MigrationPlan

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write the folder of a new plan, ready to be changed. Needs no daemon.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(help: "The migration's name: lower-case letters, digits and dashes, beginning with a letter.")
  var name: String

  @Option(
    name: .long, help: ArgumentHelp("The folder to make (default: the name).", valueName: "folder"),
    completion: .directory)
  var directory: String?

  @Option(name: .long, help: ArgumentHelp("What its SQL is written for: sqlite or postgresql.", valueName: "engine"))
  var engine = DatabaseEngine.sqlite

  @Option(
    name: .customLong("from-prisma"),
    help: ArgumentHelp(
      "Make a plan of one of the folders of prisma/migrations.",
      valueName: "folder"), completion: .directory)
  var prisma: String?

  @Flag(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      "With --from-prisma: take along the folders that come before it, for databases without _prisma_migrations."))
  var takesEarlier = false

  func run() throws(Failure) {
    if takesEarlier, prisma == nil { throw .usage("--baseline goes with --from-prisma FOLDER.") }
    guard Plan.isName(name) else {
      throw .usage(
        "\"\(SafeText.line(name))\" cannot be a migration's name, expected 1 to 63 lower-case letters, digits and dashes, "
          + "beginning with a letter.")
    }
    let folder = directory ?? name
    let files: PlanFiles
    do {
      if let prisma {
        files = try Plan.scaffold(name: name, fromPrismaFolder: prisma, takesEarlier: takesEarlier) {
          PostgreSQLWayBack.script(for: ScriptSource(file: $0, text: $1))
        }
      } else {
        files = try Plan.scaffold(name: name, engine: engine)
      }
      try files.write(to: folder)
    } catch {
      throw .failed("\(error.description). Nothing is ever overwritten.")
    }
    let paths = files.paths.map { FindingSheet.path(folder, $0) }
    let output = options.output
    if output.show(["folder": .string(folder), "files": .array(paths.map { .string($0) })]) { return }
    output.show(paths.map { SafeText.line($0) + "\n" }.joined())
    output.tell(
      "Next: change them, then\n  migratectl check \(folder)\n  migratectl register \(folder)\n")
  }
}
