/// Who holds which role. Names were resolved to numbers when the configuration was read; a name that this host does not
/// know gives nothing to anybody.
struct RoleTable: Sendable, Hashable {
  private var grants: [Role: RoleGrant]

  init(_ grants: [Role: RoleGrant]) { self.grants = grants }

  subscript(role: Role) -> RoleGrant { grants[role] ?? RoleGrant() }

  /// Who holds a role where the configuration does not say.
  static func standardNames(of role: Role) -> (users: [String], groups: [String]) {
    switch role {
    case .auditor: ([], ["migrated-auditors"])
    case .operator: (["migrated-advance"], ["migrated-operators"])
    case .approver: ([], [])
    case .admin: (["root"], [])
    }
  }

  /// The roles of a caller.
  /// - Parameter groups: the caller's group (SO_PEERCRED) and its further ones (SO_PEERGROUPS), as the kernel has them
  ///   for the process that connected. The user database is deliberately not asked: a process that gave up a group has
  ///   given up its roles with it, and somebody who was added to a group logs in again, as for any file of that group.
  func roles(uid: UInt32, groups: some Sequence<UInt32>) -> Set<Role> {
    let groups = Set(groups)
    let held = Role.allCases.filter { role in
      self[role].users.contains { $0.id == uid } || self[role].groups.contains { $0.id.map(groups.contains) ?? false }
    }
    return held.isEmpty ? [] : Set(held).union([.auditor])
  }
}
