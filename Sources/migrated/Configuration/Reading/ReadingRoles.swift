import MigrationPlan

extension ConfigurationDecoder {
  enum PrincipalKind: String {
    case user, group
  }

  /// A principal that this host knows, or one that it does not.
  enum ReadPrincipal {
    case known(Principal)
    case unknown(Principal, why: String)

    var principal: Principal {
      switch self {
      case .known(let principal), .unknown(let principal, why: _): principal
      }
    }
  }

  mutating func roles(_ fields: YAMLFields?) -> RoleTable {
    var grants: [Role: RoleGrant] = [:]
    for role in Role.allCases {
      let path = "roles.\(role.rawValue)"
      let node = fields?[role.rawValue]
      let given = node.flatMap { walk.fields($0, at: path) }
      places.roles[role] = node
      let standard = RoleTable.standardNames(of: role)
      grants[role] = RoleGrant(
        users: given?["users"].map { principals($0, at: "\(path).users", kind: .user) }
          ?? standardPrincipals(standard.users, kind: .user, role: role),
        groups: given?["groups"].map { principals($0, at: "\(path).groups", kind: .group) }
          ?? standardPrincipals(standard.groups, kind: .group, role: role))
    }
    return RoleTable(grants)
  }

  private mutating func principals(_ node: YAMLNode, at path: String, kind: PrincipalKind) -> [Principal] {
    var all: [Principal] = []
    for item in walk.list(node, at: path, most: ConfigurationBounds.principals) ?? [] {
      guard let read = principal(item, at: "\(path)[]", kind: kind) else { continue }
      let principal = read.principal
      if case .unknown(_, let why) = read {
        warn(
          "unknown-\(kind.rawValue)", at: item, "\(path): \(why), so the role reaches nobody by it",
          hint: "correct the name, or make the \(kind.rawValue) and run migratectl reload")
      }
      if all.contains(where: { $0.name == principal.name || ($0.id != nil && $0.id == principal.id) }) {
        walk.add("duplicate-name", at: item, "\(path): \"\(principal.name)\" comes twice")
      }
      all.append(principal)
    }
    return all
  }

  private mutating func standardPrincipals(_ names: [String], kind: PrincipalKind, role: Role) -> [Principal] {
    names.map { name in
      let read = Self.look(for: name, kind: kind)
      if case .unknown(_, let why) = read {
        warn(
          "unknown-\(kind.rawValue)", at: nil, "roles.\(role.rawValue).\(kind.rawValue)s: \(why) (it is the default)",
          hint: "make the \(kind.rawValue), or name others under roles.\(role.rawValue).\(kind.rawValue)s")
      }
      return read.principal
    }
  }

  /// A name, or a number as text; nil with a finding where it is neither.
  mutating func principal(_ node: YAMLNode, at path: String, kind: PrincipalKind) -> ReadPrincipal? {
    guard let text = walk.text(node, at: path, most: ConfigurationBounds.text) else { return nil }
    guard !text.contains(where: { $0.isWhitespace || $0 == ":" }) else {
      walk.add(
        "bad-value", at: node, "\(path): found \"\(text.prefix(80))\", expected the name of one \(kind.rawValue)")
      return nil
    }
    let read = Self.look(for: text, kind: kind)
    guard let id = read.principal.id, id == Self.nobody || id == .max else { return read }
    walk.add(
      "bad-value", at: node,
      "\(path): \"\(text.prefix(80))\" is \(id), the number of whoever the kernel cannot name; it can hold no role",
      hint: "make a \(kind.rawValue) of its own for this")
    return nil
  }

  /// What the kernel shows for a user or group of another user namespace (/proc/sys/kernel/overflowuid).
  private static let nobody: UInt32 = 65_534

  private static func look(for name: String, kind: PrincipalKind) -> ReadPrincipal {
    if name.utf8.allSatisfy({ (48...57).contains($0) }) {
      guard let id = UInt32(name) else {
        return .unknown(Principal(name, id: nil), why: "\(name) is larger than any \(kind.rawValue) id")
      }
      return .known(Principal(name, id: id))
    }
    let answer =
      switch kind {
      case .user: Accounts.uid(ofUser: name)
      case .group: Accounts.gid(ofGroup: name)
      }
    switch answer {
    case .found(let id): return .known(Principal(name, id: id))
    case .absent: return .unknown(Principal(name, id: nil), why: "this host has no \(kind.rawValue) \"\(name)\"")
    case .failed(let why):
      return .unknown(
        Principal(name, id: nil), why: "the \(kind.rawValue) \"\(name)\" could not be looked up (\(why))")
    }
  }
}
