import ArgumentParser
import MigrationControl
import MigrationPhases

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check plans: their description, their files, and what their SQL does in which phase.",
    discussion: "Needs no daemon, except with --against-targets. Ends with 10 where a plan has errors.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(help: "Folders of plans.", completion: .directory)
  var folders: [String]

  @Flag(name: .long, help: "Ask the daemon to hold the plans against the schemas of their targets, too.")
  var againstTargets = false

  func run() throws(Failure) {
    var reports: [CheckReport] = []
    for folder in folders {
      let checked = try CheckedPlan(folder: folder)
      var report = CheckReport(checked)
      if !checked.hasErrors {
        let files = try checked.files()
        let sending = PlanSending(daemon: options.daemon, folder: folder, files: files)
        if againstTargets {
          report.add(try sending.call(Call.Check.self, .init(files: files)).read())
        } else if let large = try sending.beyondTheUsual(Call.Register.self, .init(files: files)) {
          report.add(PlanTooLargeText(appearance: options.output.appearance).warning(large))
        }
      }
      reports.append(report)
    }
    let output = options.output
    let hasErrors = reports.contains { $0.hasErrors }
    if !output.show(CheckReport.json(reports)) {
      output.show(reports.map { $0.text(output.appearance) }.joined())
      output.tell(reports.map { $0.summary }.joined())
    }
    if hasErrors { throw .said(.invalid) }
  }
}
