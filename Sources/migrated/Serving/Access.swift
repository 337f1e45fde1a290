import MigrationControl
import MigrationStore
import Synchronization

/// Who calls and what they may do, by the configuration in force.
final class Access: Sendable {
  private let inForce: Mutex<RoleTable>
  private let names = UserNames()

  init(_ roles: RoleTable) { inForce = Mutex(roles) }

  func set(_ roles: RoleTable) { inForce.withLock { $0 = roles } }

  func roles(of peer: Peer) -> Set<Role> {
    inForce.withLock { $0.roles(uid: peer.uid, groups: peer.groups + [peer.gid]) }
  }

  func actor(_ peer: Peer, verb: String) -> RecordedActor {
    RecordedActor(uid: peer.uid, user: names.name(of: peer.uid), pid: peer.pid, verb: verb)
  }
}
