import ArgumentParser
import Glibc
import MigrationStore

/// The daemon's command line. It runs in the foreground; systemd, or whoever started it, puts it into the background.
@main
struct MigratedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrated",
    abstract: "Carries database migrations through expand, backfill, switch and contract.",
    discussion: """
      Runs in the foreground until SIGTERM or SIGINT, which finish the batch under way. SIGHUP reads the configuration \
      again. Ends with 0 when told to stop, 74 when the journal cannot be used, 78 when the configuration is wrong, \
      71 when it cannot listen and 72 when migrated-run is not there. Operators talk to it with migratectl(1).
      """,
    version: ControlService.version)

  @Option(name: .shortAndLong, help: "The configuration file.")
  var config = "/etc/migrated/migrated.yaml"

  @Flag(help: "Print the configuration as it is understood, or what is wrong with it, and end.")
  var check = false

  func run() async throws {
    let configuration: Configuration
    do throws(ConfigurationError) { configuration = try Configuration.load(path: config) } catch {
      printError(error.description)
      throw ExitStatus.configuration.asExit
    }
    if check {
      print(configuration.describe())
      return
    }
    TransactionMemory.keep()
    let daemon = Daemon(configuration: configuration, configurationPath: config)
    let status = await daemon.run()
    if status != .stopped { throw status.asExit }
  }

  private func printError(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}

/// How the daemon ends, after sysexits.h where that has a word for it.
enum ExitStatus: Int32 {
  case stopped = 0
  /// The control socket could not be listened at (EX_OSERR).
  case cannotListen = 71
  /// migrated-run is not there (EX_OSFILE).
  case noLauncher = 72
  /// The journal is damaged, full or cannot be written (EX_IOERR).
  case journal = 74
  /// The configuration is wrong (EX_CONFIG).
  case configuration = 78

  var asExit: ExitCode { ExitCode(rawValue) }
}
