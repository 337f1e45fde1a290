import Glibc

/// Whom the programs that plans run are: the daemon's own user, with the daemon's groups.
struct OwnAccount: Sendable, Hashable {
  /// What the shipped units and sysusers call it.
  static let name = "migrated"

  /// nil where this process runs as root, who looks at configurations for others.
  var uid: UInt32?
  var groups: Set<UInt32> = []

  static var current: OwnAccount {
    let uid = geteuid()
    guard uid != 0 else { return OwnAccount() }
    var groups = [gid_t](repeating: 0, count: 65_536)
    let count = Int(getgroups(Int32(groups.count), &groups))
    return OwnAccount(uid: uid, groups: Set(groups.prefix(max(0, count))).union([getegid()]))
  }

  /// By which of its users or groups the role reaches it; nil where it does not.
  func holds(_ grant: RoleGrant) -> String? {
    let user = grant.users.first { $0.name == Self.name || ($0.id != nil && $0.id == uid) }
    if let user { return "the user \(user.name)" }
    let group = grant.groups.first { $0.name == Self.name || $0.id.map(groups.contains) ?? false }
    return group.map { "the group \($0.name)" }
  }
}
