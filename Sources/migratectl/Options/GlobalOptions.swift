import ArgumentParser
import MigrationControl
import MigrationPlan

/// Options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
  static let title = "Options of every command"
  static let usualSocket = "/run/migrated/control.sock"
  /// How long an answer may take where nothing else is said.
  static let usualTimeout: Duration = .seconds(45)

  @Option(
    name: .long,
    help: ArgumentHelp("The daemon's socket (default: $MIGRATED_SOCKET, or \(usualSocket)).", valueName: "path"),
    completion: .file())
  var socket: String?

  @Option(name: .long, help: ArgumentHelp("Print JSON.", valueName: "format"))
  var json: JSONFormat?

  @Flag(name: .customShort("j"), help: "Print JSON: pretty on a terminal, else short.")
  var isJSON = false

  @Flag(name: .customLong("no-legend"), help: "Print no titles and no sums.")
  var hasNoLegend = false

  @Flag(name: .customLong("no-pager"), help: "Do not page long output on a terminal.")
  var hasNoPager = false

  @Flag(name: .shortAndLong, help: "Print no hints and no progress, only data and errors.")
  var quiet = false

  @Flag(name: .long, help: "Print and read times in UTC.")
  var utc = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Wait at most so long: for an answer (default: 45s), or for an end with --wait.", valueName: "span"),
    transform: { try TimeSpan.parse($0) })
  var timeout: Duration?

  mutating func validate() throws {
    if let timeout, timeout <= .zero { throw ValidationError("--timeout: expected a span longer than nothing") }
  }
}

extension GlobalOptions {
  var output: Output { Output(self) }

  /// Nothing is connected before something is asked.
  var daemon: Daemon { Daemon(path: path, timeout: timeout ?? Self.usualTimeout) }

  /// For what is followed: there --timeout bounds the whole, not the single answer.
  var followedDaemon: Daemon { Daemon(path: path, timeout: Self.usualTimeout) }

  private var path: String { socket ?? Terminal.environment("MIGRATED_SOCKET") ?? Self.usualSocket }

  var moments: Moments { Moments.current(utc ? .utc : .local) }
}
