import MigrationControl
import MigrationPhases
import MigrationStore
import Synchronization

/// Who calls and what they may do, by the configuration in force.
final class Access: Sendable {
  private struct State {
    var roles: RoleTable
    /// Refusals on record for a user in the hour that began then.
    var refusals: [UInt32: (since: Timestamp, count: Int)] = [:]
  }

  /// Refusals recorded for one user in an hour: nobody fills the journal by being refused.
  static let refusalsAnHour = 60

  private let state: Mutex<State>
  private let names = UserNames()

  init(_ roles: RoleTable) { state = Mutex(State(roles: roles)) }

  func set(_ roles: RoleTable) { state.withLock { $0.roles = roles } }

  func roles(of peer: Peer) -> Set<Role> {
    state.withLock { $0.roles.roles(uid: peer.uid, groups: peer.groups + [peer.gid]) }
  }

  func actor(_ peer: Peer, verb: String) -> RecordedActor {
    RecordedActor(uid: peer.uid, user: names.name(of: peer.uid), pid: peer.pid, verb: verb)
  }

  func mayRecordRefusal(of uid: UInt32, at now: Timestamp) -> Bool {
    state.withLock { state in
      var line = state.refusals[uid] ?? (now, 0)
      if now - line.since > .seconds(3_600) || now < line.since { line = (now, 0) }
      line.count += 1
      state.refusals[uid] = line
      return line.count <= Self.refusalsAnHour
    }
  }
}
