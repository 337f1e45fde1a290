import MigrationControl
import MigrationEngine
import MigrationPhases
import MigrationStore

/// `dev.migrated.Control`: each method's role, its call of the engine, its reply.
struct ControlService: Sendable {
  let engine: Engine
  let queries: JournalQueries
  let verification: RecordVerification
  let access: Access
  let startedAt: Timestamp
  let clock: @Sendable () -> Timestamp
  /// Where roles are given.
  let configurationPath: String
  /// Bytes of the longest message that is taken.
  let messageSize: Int
  /// Reads the configuration again and puts it in force; the text says what changed.
  let reload: @Sendable (RecordedActor) async throws(ReloadFailure) -> String

  static let version = "0.1.0"

  func served() throws(ServiceError) -> ServedInterface {
    let interface: VarlinkInterface
    do throws(InterfaceSyntaxError) { interface = try VarlinkInterface(ControlInterface.text) } catch {
      throw .invalidInterface(error)
    }
    return try ServedInterface(
      interface, methods: reading.merging(commanding) { first, _ in first }.merging(streaming) { first, _ in first })
  }

  /// A method that answers once: the caller must hold the role; a caller who does not is refused and recorded.
  func answer<M: ControlMethod>(
    _ method: M.Type, _ role: Role, _ verb: String,
    _ body: @escaping @Sendable (M.Parameters, RecordedActor) async throws(VarlinkFailure) -> M.Reply
  ) -> (String, VarlinkMethod) {
    let handle = VarlinkMethod.plain {
      (parameters: M.Parameters, request: VarlinkRequest) async throws(VarlinkFailure) -> M.Reply in
      let asked = try? JSONValueEncoder.encodeObject(parameters)
      let actor = try await admit(
        request.peer, role, verb, migration: asked?["migration"]?.string, target: asked?["target"]?.string)
      return try await body(parameters, actor)
    }
    return (M.shortName, handle)
  }

  /// Who calls, once it is sure that they may.
  /// - Parameters migration, target: what was asked about, for the record.
  func admit(
    _ peer: Peer, _ role: Role, _ verb: String, migration: String? = nil, target: String? = nil
  ) async throws(VarlinkFailure) -> RecordedActor {
    let actor = access.actor(peer, verb: verb)
    let roles = access.roles(of: peer)
    if roles.contains(role) { return actor }
    // Refusals of what would change something are on record; the engine bounds how many.
    if role != .auditor {
      try? await engine.refuse(verb, needed: role.rawValue, migration: migration, target: target, by: actor)
    }
    throw .told(
      Wire.NotPermitted(
        user: actor.user, needed: role.rawValue, roles: roles.map(\.rawValue).sorted(),
        configuration: configurationPath))
  }

  /// A rollout as callers see it.
  func onWire(_ record: RolloutRecord) async throws(VarlinkFailure) -> Wire.Rollout {
    let view = try await telling { () async throws(EngineError) in try await queries.view(record) }
    return onWire(view)
  }

  func onWire(_ records: [RolloutRecord]) async throws(VarlinkFailure) -> [Wire.Rollout] {
    let views = try await telling { () async throws(EngineError) in try await queries.view(records) }
    return views.map { onWire($0) }
  }

  func onWire(_ view: RolloutView) -> Wire.Rollout {
    let record = view.record
    let progress = engine.progress.line(of: record.id).map { Wire.Progress($0) }
    return Wire.Rollout(
      migration: record.migration, target: record.target, environment: record.environment,
      state: Wire.State(record.state), detail: record.detail ?? engine.progress.note(of: record.id),
      changedAt: Int(record.changedAt.microseconds),
      next: record.state.nextPhase, waitingUntil: view.waitingUntil.map { Int($0.microseconds) },
      progress: progress ?? view.keptProgress.map { Wire.Progress($0) })
  }
}

extension ControlMethod {
  /// Without the interface's name.
  static var shortName: String { String(name.split(separator: ".").last ?? "") }
}

/// Why a configuration was not taken over.
enum ReloadFailure: Error, CustomStringConvertible {
  case findings([Finding])
  case engine(EngineError)

  var description: String {
    switch self {
    case .findings(let findings): findings.map(\.description).joined(separator: "\n")
    case .engine(let error): "\(error)"
    }
  }
}
