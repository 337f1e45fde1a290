import ArgumentParser
import MigrationControl
import MigrationPhases

struct RegisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Make a plan a migration, with a rollout on each of its targets. Role operator.",
    discussion: "The plan is checked first, here and by the daemon. A registered plan never changes.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(help: "The plan's folder.", completion: .directory)
  var folder: String

  @Flag(name: .customLong("dry-run"), help: "Check the plan here and by the daemon, and register nothing.")
  var isDryRun = false

  func run() throws(Failure) {
    if isDryRun {
      var check = CheckCommand()
      check.options = options
      check.folders = [folder]
      check.againstTargets = true
      return try check.run()
    }
    let checked = try CheckedPlan(folder: folder)
    let output = options.output
    let answer = try registered(try checked.files())
    try output.show(answer) { RegisteredSheet(appearance: $1).text($0) }
    guard output.json == .off else { return }
    let reply = try answer.read()
    let warnings = FindingSheet(appearance: output.errorAppearance)
    output.tell(warnings.text(checked.early + reply.warnings.map { Finding($0) }, folder: folder))
    output.tell(RegisteredSheet(appearance: output.errorAppearance).next(reply))
  }

  /// What the daemon finds wrong is told with the folder's name, as what is found here.
  private func registered(_ files: [Wire.PlanFile]) throws(Failure) -> Answer<Call.Register> {
    do {
      let sending = PlanSending(daemon: options.daemon, folder: folder, files: files)
      return try sending.call(Call.Register.self, .init(files: files))
    } catch {
      guard case .answered(.invalidPlan(let invalid)) = error else { throw error }
      throw .invalidPlan(folder: folder, invalid.findings.map { Finding($0) })
    }
  }
}
