import Glibc
import MigrationPhases
import MigrationPlan
import MigrationPostgreSQL

/// Holds the parts of a configuration against each other and against the host.
struct ConfigurationReview {
  let configuration: Configuration
  let places: ConfigurationPlaces
  var own = OwnAccount.current

  var findings: [Finding] {
    sharedFiles + sharedConnections + missingFiles + noTargets + silentLastEnvironment + unrehearsedGroups
      + missingApprovers + nobodyIsAdmin + ownRoles
  }

  /// One database is one target: two would fence, record and count it twice.
  private var sharedFiles: [Finding] {
    var findings: [Finding] = []
    var owners: [FileIdentity: String] = [:]
    let journal = FileIdentity(of: configuration.state.journal)
    for (target, file) in files {
      let place = places.targets[target.name]?.file
      let identity = FileIdentity(of: file)
      if identity == journal {
        findings.append(
          finding(.error, "own-journal", at: place, "target \(target.name): \(file) is the daemon's own journal"))
      } else if let owner = owners[identity] {
        findings.append(
          finding(
            .error, "duplicate-file", at: place,
            "target \(target.name): \(file) is the database of target \(owner) already",
            hint: "one database is one target; it can be in several groups"))
      } else {
        owners[identity] = target.name
      }
    }
    return findings
  }

  /// As far as the words tell; that two names lead to one database is found by its ledger.
  private var sharedConnections: [Finding] {
    var owners: [PostgreSQLSettings: String] = [:]
    return configuration.targets.compactMap { target in
      guard case .postgresql(let settings, connection: _, passwordFile: _, bounds: _) = target.engine else {
        return nil
      }
      guard let owner = owners[settings] else {
        owners[settings] = target.name
        return nil
      }
      return finding(
        .error, "duplicate-connection", at: places.targets[target.name]?.file,
        "target \(target.name): its connection is that of target \(owner) already",
        hint: "one database is one target; it can be in several groups")
    }
  }

  private var missingFiles: [Finding] {
    files.compactMap { target, file in
      var status = stat()
      let place = places.targets[target.name]?.file
      guard stat(file, &status) == 0 else {
        return finding(
          .warning, "no-file", at: place, "target \(target.name): \(file): \(String(cString: strerror(errno)))",
          hint: "migrated never makes a database; correct the path, or put it there")
      }
      guard status.st_mode & S_IFMT != S_IFREG else { return nil }
      return finding(.warning, "no-file", at: place, "target \(target.name): \(file) is not a file")
    }
  }

  private var noTargets: [Finding] {
    guard configuration.targets.isEmpty else { return [] }
    return [
      finding(
        .warning, "no-targets", at: nil, "there are no targets, so there is nothing to migrate yet",
        hint: "name the databases under targets; migrated.yaml(5) shows how")
    ]
  }

  /// Only `production` is strict unasked. Whoever calls it otherwise should have thought of that.
  private var silentLastEnvironment: [Finding] {
    guard let last = configuration.environments.last, let place = places.environments.last, !place.hasPolicy,
      last.name != StandardPolicy.strictEnvironment, last.name != "staging"
    else { return [] }
    return [
      finding(
        .warning, "no-policy", at: place.name,
        "the last environment, \(last.name), has no policy: it asks for no checklist, no approval and no waiting "
          + "period",
        hint:
          "only an environment called \(StandardPolicy.strictEnvironment) is strict by default; say what \(last.name) "
          + "asks for, or write policy: {}")
    ]
  }

  private var unrehearsedGroups: [Finding] {
    let names = configuration.environments.map(\.name)
    guard let first = names.first, let last = names.last, first != last else { return [] }
    var seen: Set<String> = []
    return configuration.targets.flatMap { target in
      target.environment == last ? target.groups.map { (target, $0) } : []
    }.compactMap { target, group in
      let isRehearsed = configuration.targets.contains {
        $0.environment != last && $0.groups.contains(group)
      }
      guard !isRehearsed, seen.insert(group).inserted else { return nil }
      return finding(
        .warning, "no-rehearsal", at: places.targets[target.name]?.target,
        "group \(group) has targets in \(last) and none in an earlier environment, so nothing is tried before \(last)",
        hint: "add a target of group \(group) in \(first)")
    }
  }

  private var missingApprovers: [Finding] {
    guard let people = configuration.roles[.approver].headcount else { return [] }
    return configuration.environments.flatMap { environment -> [Finding] in
      guard configuration.targets.contains(where: { $0.environment == environment.name }) else { return [] }
      return Phase.allCases.compactMap { phase in
        let needed = environment.policy.approvals[phase] ?? 0
        guard needed > people else { return nil }
        let approvals = "\(needed) approval\(needed == 1 ? "" : "s")"
        let holders = people == 0 ? "nobody holds" : people == 1 ? "only one user holds" : "only \(people) users hold"
        return finding(
          .warning, "no-approver", at: places.roles[.approver],
          "\(environment.name) asks for \(approvals) of \(phase.rawValue), but \(holders) the role approver",
          hint: "name users or groups under roles.approver; \(phase.rawValue) cannot start there before")
      }
    }
  }

  private var nobodyIsAdmin: [Finding] {
    guard configuration.roles[.admin].headcount == 0 else { return [] }
    return [
      finding(
        .warning, "no-admin", at: places.roles[.admin],
        "nobody holds the role admin: nobody can freeze, unfreeze or reload",
        hint: "name somebody under roles.admin, such as users: [root]")
    ]
  }

  /// A program that a plan runs would be a caller like any other who holds the role.
  private var ownRoles: [Finding] {
    [Role.operator, .approver, .admin].compactMap { role in
      guard let holder = own.holds(configuration.roles[role]) else { return nil }
      return finding(
        .warning, "own-role", at: places.roles[role],
        "the role \(role.rawValue) is held by \(holder), as which the daemon and the programs of plans run: a plan could "
          + "use it",
        hint: "take it out of roles.\(role.rawValue); the timer has the user migrated-advance of its own")
    }
  }

  private var files: [(TargetSettings, String)] {
    configuration.targets.compactMap { target in
      switch target.engine {
      case .sqlite(let path, bounds: _): (target, path)
      case .postgresql: nil
      }
    }
  }

  private func finding(
    _ severity: Finding.Severity, _ rule: String, at node: YAMLNode?, _ message: String, hint: String? = nil
  ) -> Finding {
    Finding(
      severity: severity, file: configuration.path, line: node?.line, column: node?.column, rule: rule,
      message: message, hint: hint)
  }
}
