import MigrationEngine
import MigrationPhases
import MigrationPlan
import MigrationTargets

extension Configuration {
  /// Everything as understood, defaults included, as YAML that reads back to the same; numbers of users and groups and
  /// the warnings stand in comments.
  func describe() -> String {
    var lines = ["# \(path), as understood, with defaults"]
    lines += daemonLines
    lines += ["", "roles:"] + Role.allCases.flatMap(roleLines)
    lines += ["", "environments:"] + environments.flatMap(environmentLines)
    lines += targets.isEmpty ? ["", "targets: []"] : ["", "targets:"] + targets.flatMap(targetLines)
    if !warnings.isEmpty {
      lines += ["", "# \(warnings.count) \(warnings.count == 1 ? "warning" : "warnings"):"]
      lines += warnings.flatMap { $0.description.split(separator: "\n").map { "# \($0)" } }
    }
    return lines.joined(separator: "\n")
  }

  private var daemonLines: [String] {
    let octal = String(socket.mode, radix: 8)
    var lines = [
      "socket:",
      "  path: \(text(socket.path))",
      "  mode: \"\(String(repeating: "0", count: max(0, 4 - octal.count)))\(octal)\"",
    ]
    if let group = socket.group { lines.append("  group: \(text(group.name))" + remarks([group], "group")) }
    return lines + [
      "state: \(text(state.path))",
      "limits:",
      "  messageSize: \(ByteSize.exact(limits.messageSize))",
      "  connections: \(limits.connections)",
      "  connectionsPerUser: \(limits.connectionsPerUser)",
      "  idle: \(TimeSpan.exact(limits.idle))",
      "log:",
      "  level: \(logLevel.rawValue)",
    ]
  }

  private func roleLines(_ role: Role) -> [String] {
    let grant = roles[role]
    return [
      "  \(role.rawValue):",
      "    users: \(list(grant.users.map(\.name)))" + remarks(grant.users, "user"),
      "    groups: \(list(grant.groups.map(\.name)))" + remarks(grant.groups, "group"),
    ]
  }

  private func environmentLines(_ environment: Topology.Environment) -> [String] {
    let policy = environment.policy
    let approvals = Phase.allCases.map { "\($0.rawValue): \(policy.approvals[$0] ?? 0)" }
    var lines = [
      "  - name: \(environment.name)",
      "    policy:",
      "      minimumWait: \(TimeSpan.exact(policy.minimumWait))",
      "      checklist:",
    ]
    for phase in Phase.allCases {
      let items = (policy.checklist[phase] ?? []).map { item in
        item.validFor.map { "{item: \(text(item.name)), validFor: \(TimeSpan.exact($0))}" } ?? text(item.name)
      }
      lines.append("        \(phase.rawValue): [\(items.joined(separator: ", "))]")
    }
    lines.append("      approvals: {\(approvals.joined(separator: ", "))}")
    if let span = policy.approvalValidFor { lines.append("      approvalValidFor: \(TimeSpan.exact(span))") }
    return lines
  }

  private func targetLines(_ target: TargetSettings) -> [String] {
    let lines = [
      "  - name: \(text(target.name))",
      "    environment: \(text(target.environment))",
      "    groups: \(list(target.groups))",
    ]
    switch target.engine {
    case .sqlite(let path, let bounds):
      return lines + [
        "    sqlite:",
        "      path: \(text(path))",
        "      lockTimeout: \(TimeSpan.exact(bounds.lock))",
        "      queryTimeout: \(TimeSpan.exact(bounds.query))",
        "      scriptTimeout: \(TimeSpan.exact(bounds.script))",
      ]
    case .postgresql(_, let connection, let passwordFile, let bounds):
      return lines + ["    postgresql:", "      connection: \(text(connection))"]
        + (passwordFile.map { ["      passwordFile: \(text($0))"] } ?? [])
        + [
          "      lockTimeout: \(TimeSpan.exact(bounds.lock))",
          "      lockTries: \(bounds.retry.tries)",
          "      queryTimeout: \(TimeSpan.exact(bounds.query))",
          "      scriptTimeout: \(TimeSpan.exact(bounds.script))",
          "      oldestTransaction: \(TimeSpan.exact(bounds.oldestTransaction))",
        ] + blockerLines(bounds.blockers)
    }
  }

  private func blockerLines(_ policy: PostgreSQLBlockerPolicy?) -> [String] {
    guard let policy else { return [] }
    return [
      "      blockers:", "        action: \(policy.action.rawValue)", "        after: \(TimeSpan.exact(policy.after))",
    ]
      + (policy.users.isEmpty ? [] : ["        users: \(list(policy.users))"])
      + (policy.applications.isEmpty ? [] : ["        applications: \(list(policy.applications))"])
  }

  private func remarks(_ principals: [Principal], _ kind: String) -> String {
    let remarks = principals.compactMap { principal in
      guard let id = principal.id else { return "\(principal.name): no such \(kind)" }
      return "\(id)" == principal.name ? nil : "\(principal.name) is \(id)"
    }
    return remarks.isEmpty ? "" : "  # \(remarks.joined(separator: ", "))"
  }

  private func list(_ texts: [String]) -> String { "[\(texts.map(text).joined(separator: ", "))]" }

  /// In quotation marks where YAML could take it for anything but that text.
  private func text(_ text: String) -> String {
    let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    let isPlain =
      text.utf8.first.map { isLetter($0) || $0 == UInt8(ascii: "/") } == true && !words.contains(text.lowercased())
      && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || "/-_.".utf8.contains($0) }
    if isPlain { return text }
    let escaped = text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  private func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
