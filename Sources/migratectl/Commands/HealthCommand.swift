import ArgumentParser
import MigrationControl
import MigrationPlan

struct HealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Tell how the databases are: reached or not, schema version, latency now and over the last 15 minutes.",
    discussion: """
      With --json it is the health document of the target that is named, without a name a list of them. Ends with 0 \
      where all are ok, with 1 where one is not, or does not offer what --requires asks for.
      """)

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(
    help: "Only this target.", completion: .custom { words, _, _ in Suggestions(words).targets })
  var target: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The schema version that an application requires: its APP_SCHEMA_VERSION.", valueName: "version"))
  var requires: Int?

  mutating func validate() throws {
    if let requires, requires < 0 { throw ValidationError("--requires: expected 0 or more") }
  }

  func run() throws(Failure) {
    let found = try asked().map { HealthReport($0, requires: requires) }
    let json = target == nil ? .array(found.map(\.document)) : found.first?.document ?? .null
    if !options.output.show(json) {
      options.output.show(HealthTable(appearance: options.output.appearance).text(found), paged: true)
    }
    if !found.allSatisfy(\.isOK) { throw .said(.failed) }
  }

  private func asked() throws(Failure) -> [Wire.TargetHealth] {
    do throws(Failure) {
      return try options.daemon.call(Call.Health.self, .init(target: target)).read().targets
    } catch .answered(.noSuchTarget(let error)) {
      throw .usage(Self.unknown(error))
    }
  }

  private static func unknown(_ error: Wire.NoSuchTarget) -> String {
    let near = EditDistance.nearest(to: error.target, among: error.known).map { " Did you mean \($0)?" } ?? ""
    let known = error.known.isEmpty ? "It names none" : "It names \(Counting.list(error.known))"
    return "The daemon's configuration has no target \"\(SafeText.line(error.target))\".\(near) \(known)."
  }
}
