import Logging
import MigrationEngine
import MigrationPhases
import MigrationStore

/// Reads the configuration again and puts it in force; a wrong one changes nothing.
actor Reloader {
  private let path: String
  private var current: Configuration
  private let engine: Engine
  private let queries: JournalQueries
  private let access: Access
  private let notifier: Notifier
  private let log: Logger

  init(
    path: String, first: Configuration, engine: Engine, queries: JournalQueries, access: Access, notifier: Notifier,
    log: Logger
  ) {
    self.path = path
    current = first
    self.engine = engine
    self.queries = queries
    self.access = access
    self.notifier = notifier
    self.log = log
  }

  /// Roles, environments, policies and targets take effect at once. The socket, its limits and the state folder are
  /// kept until the next start; the text says so where they changed.
  func reload(by actor: RecordedActor) async throws(ReloadFailure) -> String {
    let next: Configuration
    do throws(ConfigurationError) { next = try Configuration.load(path: path) } catch {
      do throws(EngineError) {
        try await engine.note("refused", ["command": "reload", "code": "invalidConfiguration"], by: actor)
      } catch { throw .engine(error) }
      throw .findings(error.findings)
    }
    do throws(EngineError) {
      try await engine.note("reloaded", ["targets": String(next.targets.count)], by: actor)
    } catch { throw .engine(error) }
    for warning in next.warnings { log.warning("\(warning)") }
    let topology = next.topology()
    await engine.setTopology(topology)
    await queries.setTopology(topology)
    access.set(next.roles)
    let waits =
      next.state != current.state || next.socket != current.socket || next.limits != current.limits
      || next.logLevel != current.logLevel
    current = next
    let targets = "\(next.targets.count) target\(next.targets.count == 1 ? "" : "s")"
    let environments = "\(next.environments.count) environment\(next.environments.count == 1 ? "" : "s")"
    let later = waits ? "; socket, limits, log level and state folder change at the next start" : ""
    return "configuration in force: \(targets) in \(environments)\(later)"
  }
}
