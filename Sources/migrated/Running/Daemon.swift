import Glibc
import Logging
import MigrationConfinement
import MigrationControl
import MigrationEngine
import MigrationPhases
import MigrationStore
import MigrationTargets
import ServiceLifecycle

/// Puts the parts together, runs them until told to stop, and says how it ended.
struct Daemon: Sendable {
  let configuration: Configuration
  let configurationPath: String

  func run() async -> ExitStatus {
    // A program of a plan is of the same user and must not look into this process.
    OwnProcess.hide()
    let systemd = SystemdEnvironment.take()
    LoggingSystem.bootstrap { label in JournalLogHandler(label: label) }
    var log = Logger(label: "migrated")
    log.logLevel = configuration.logLevel
    signal(SIGPIPE, SIG_IGN)
    if let complaint = systemd.complaint { log.warning("\(complaint)") }
    for warning in configuration.warnings { log.warning("\(warning)") }
    if let gap = LandlockSupport.current.gap { log.warning("\(gap)") }
    let launcher: String
    do { launcher = try Launcher.find() } catch {
      log.critical("\(error)")
      systemd.notifier.notify(.status("\(error)"))
      return .noLauncher
    }
    systemd.notifier.notify(.status("opening the journal"))
    let lock: StateLock
    let journal: Journal
    do {
      try makeFolders()
      lock = try StateLock(folder: configuration.state.path)
      try await EarlierPrograms(presence: configuration.state.workPlaces.presence).end { [log] in
        log.notice("a program that an earlier daemon started is still being ended; waiting for it")
      }
      let remains = RestorePointRemains.remove(in: configuration.state.workPlaces.restorePoints)
      if remains > 0 { log.notice("\(remains) files of copies that an earlier daemon did not finish were taken away") }
      journal = try Journal.open(at: configuration.state.journal)
    } catch {
      log.critical("\(error)")
      systemd.notifier.notify(.status("the journal cannot be used: \(error)"))
      return .journal
    }
    defer { withExtendedLifetime(lock) { journal.close() } }
    do {
      return try await serve(journal, launcher, systemd, log)
    } catch let error as EngineError {
      log.critical("the journal cannot be used: \(error.words)")
      return .journal
    } catch let error as ListenError {
      log.critical("\(error)")
      return .cannotListen
    } catch is JournalLost {
      return .journal
    } catch {
      log.critical("\(error)")
      return .cannotListen
    }
  }

  private func makeFolders() throws(StoreError) {
    let places = configuration.state.workPlaces
    for folder in [configuration.state.path, places.restorePoints, places.plans, places.work, places.home] {
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw StoreError.io(
          path: folder, code: 0, what: "the folder cannot be made: \(String(cString: strerror(errno)))")
      }
    }
  }

  private func serve(
    _ journal: Journal, _ launcher: String, _ systemd: SystemdEnvironment, _ log: Logger
  ) async throws -> ExitStatus {
    let clock: @Sendable () -> Timestamp = { WallClock.now() }
    let topology = configuration.topology()
    let engine = Engine(journal: journal, topology: topology, clock: clock, log: log)
    let queries = JournalQueries(journal: journal, topology: topology)
    let verification = RecordVerification(journal: journal, clock: clock, log: log)
    try await engine.recover()
    try await engine.note(
      "started", ["version": ControlService.version, "targets": String(topology.entries.count)])

    let access = Access(configuration.roles)
    let reloader = Reloader(
      path: configurationPath, first: configuration, engine: engine, queries: queries, access: access,
      notifier: systemd.notifier, log: log)
    let service = ControlService(
      engine: engine, queries: queries, verification: verification, access: access, startedAt: clock(), clock: clock,
      configurationPath: configurationPath, messageSize: configuration.limits.messageSize,
      reload: { (actor) async throws(ReloadFailure) in try await reloader.reload(by: actor) })
    let socket = try listeningSocket(systemd)
    let server = VarlinkServer(
      socket,
      service: try VarlinkService(
        vendor: "migrated", product: "migrated", version: ControlService.version,
        url: "https://github.com/migrated/migrated", interfaces: [try service.served()]),
      limits: configuration.limits.forServer,
      tooLarge: .told(Wire.MessageTooLarge(bound: configuration.limits.messageSize)),
      report: { event in log.info("\(event)") })
    let worker = Worker(
      engine: engine, places: configuration.state.workPlaces, launcher: launcher, log: log)

    // Stopped in reverse order: first no caller is served any more, then the work under way comes to a safe place.
    let group = ServiceGroup(
      configuration: .init(
        services: [
          // The last to stop: work that is still being finished must not be taken for a hang.
          .init(service: WatchdogService(interval: systemd.watchdog, notifier: systemd.notifier, engine: engine)),
          .init(service: WorkerService(worker: worker, engine: engine)),
          .init(service: LeftOutService(engine: engine)),
          .init(service: HealthService(watch: HealthWatch(engine: engine))),
          .init(service: JournalGuard(engine: engine, notifier: systemd.notifier)),
          .init(service: HangupService(reloader: reloader, log: log)),
          .init(service: ServerService(server: server, engine: engine, notifier: systemd.notifier)),
          .init(service: VerificationService(verification: verification, notifier: systemd.notifier)),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: log))
    do {
      try await group.run()
    } catch {
      if engine.failure != nil { throw JournalLost() }
      try? await engine.tellLeftOut(andOfThisMinute: true)
      try? await engine.note("stopped", ["why": "\(error)"])
      throw error
    }
    try await engine.tellLeftOut(andOfThisMinute: true)
    try await engine.note("stopped", [:])
    return .stopped
  }

  private func listeningSocket(_ systemd: SystemdEnvironment) throws(ListenError) -> ListeningSocket {
    if let inherited = systemd.socket { return try ListeningSocket(inherited: inherited) }
    let settings = configuration.socket
    let socket = try ListeningSocket(path: settings.path, mode: settings.mode)
    if let group = settings.group?.id, chown(settings.path, uid_t.max, group) != 0 {
      throw .failed(call: "chown to the group \(group)", path: settings.path, errno: errno)
    }
    return socket
  }
}

/// The journal could not be written any more.
struct JournalLost: Error {}
