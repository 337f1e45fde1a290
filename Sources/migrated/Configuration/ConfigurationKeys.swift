import MigrationPhases
import MigrationPlan

/// Every key of `migrated.yaml`. The decoder knows no other; docs/configuration.md prints this table, the shipped file
/// and the manual page are held against it.
enum ConfigurationKeys {
  static let all: [YAMLKey] = daemon + roles + environments + targets

  private static let daemon: [YAMLKey] = [
    YAMLKey(
      "socket", "mapping", required: false,
      "The control socket that the daemon makes. Not used where systemd hands one over: then migrated.socket says all "
        + "of this."),
    YAMLKey(
      "socket.path", "path", required: false, standard: "/run/migrated/control.sock",
      "Where it is, at most 107 bytes. The folder must exist."),
    YAMLKey(
      "socket.mode", "octal text", required: false, standard: "\"0660\"",
      "Who may connect at all, in quotation marks. What a caller may then do is said by roles."),
    YAMLKey(
      "socket.group", "group", required: false, standard: "the daemon's own group", "The group that it belongs to."),
    YAMLKey(
      "state", "path", required: false, standard: "/var/lib/migrated",
      "The folder for what must outlive the daemon: journal.sqlite, restore-points/, plans/, work/, home/."),
    YAMLKey("limits", "mapping", required: false, "What callers may take of the control socket."),
    YAMLKey(
      "limits.messageSize", "size", required: false, standard: "1MiB",
      "The longest message, 64KiB to 64MiB. A plan with all of its files is one message."),
    YAMLKey(
      "limits.connections", "whole number", required: false, standard: "256", "Connections at a time, 1 to 4096."),
    YAMLKey(
      "limits.connectionsPerUser", "whole number", required: false, standard: "64",
      "Connections of one user at a time, at most limits.connections."),
    YAMLKey(
      "limits.idle", "time span", required: false, standard: "5m",
      "After this long with no call under way a connection is closed, 10s to 24h."),
    YAMLKey("log", "mapping", required: false, "What is written to the system's journal."),
    YAMLKey(
      "log.level", "word", required: false, standard: "info",
      "The least important that is written: trace, debug, info, notice, warning, error, critical."),
  ]

  private static let roles: [YAMLKey] =
    [
      YAMLKey(
        "roles", "mapping", required: false,
        "Who may do what. Nobody may do anything without a role; whoever holds one may also read.")
    ]
    + Role.allCases.flatMap { role in
      [
        YAMLKey("roles.\(role.rawValue)", "mapping", required: false, meaning(of: role)),
        YAMLKey(
          "roles.\(role.rawValue).users", "list of users", required: false,
          standard: list(RoleTable.standardNames(of: role).users), "Names, or user ids in quotation marks."),
        YAMLKey(
          "roles.\(role.rawValue).groups", "list of groups", required: false,
          standard: list(RoleTable.standardNames(of: role).groups), "Names, or group ids in quotation marks."),
      ]
    }

  private static let environments: [YAMLKey] =
    [
      YAMLKey(
        "environments", "list of mappings", required: false, standard: "staging, then production",
        "In their order: a phase starts in one once it is complete in all that come before it."),
      YAMLKey(
        "environments[].name", "name", required: true, "a-z, 0-9 and -, at most 63, first a letter; unique."),
      YAMLKey(
        "environments[].policy", "mapping", required: false,
        "What is asked for before a phase starts. The environment called production is strict where this is silent."),
      YAMLKey(
        "environments[].policy.minimumWait", "time span", required: false, standard: "14d in production, 0s elsewhere",
        "The least time between switch and contract, whatever a plan says; at most 10 years."),
      YAMLKey(
        "environments[].policy.checklist", "mapping", required: false,
        "What must be signed off before a phase, as item or {item: backup, validFor: 24h}."),
    ]
    + Phase.allCases.flatMap(checklist)
    + [
      YAMLKey(
        "environments[].policy.approvals", "mapping", required: false,
        "How many different people must approve a phase, none of them the one who registered the plan.")
    ]
    + Phase.allCases.map { phase in
      YAMLKey(
        "environments[].policy.approvals.\(phase.rawValue)", "whole number", required: false,
        standard: phase == .contract ? "1 in production, 0 elsewhere" : "0", "Approvals of \(phase.rawValue), 0 to 16.")
    }
    + [
      YAMLKey(
        "environments[].policy.approvalValidFor", "time span", required: false, standard: "7d",
        "For how long an approval counts, 1m to 365d.")
    ]

  private static let targets: [YAMLKey] =
    [
      YAMLKey("targets", "list of mappings", required: false, standard: "none", "The databases."),
      YAMLKey("targets[].name", "name", required: true, "a-z, 0-9 and -, at most 63, first a letter; unique."),
      YAMLKey("targets[].environment", "name", required: true, "One of the environments."),
      YAMLKey(
        "targets[].groups", "list of names", required: true,
        "The groups that it belongs to, at least one; a plan names a group."),
      YAMLKey(
        "targets[].sqlite", "mapping", required: false,
        "A SQLite database in a file on this host. Exactly one of sqlite and postgresql."),
      YAMLKey(
        "targets[].sqlite.path", "path", required: true, "The file. It is never made; no two targets have the same one."
      ),
      YAMLKey(
        "targets[].sqlite.lockTimeout", "time span", required: false, standard: "10s",
        "How long one attempt waits for other connections' locks, 10ms to 10m."),
      YAMLKey(
        "targets[].sqlite.queryTimeout", "time span", required: false, standard: "5m",
        "How long one of a plan's verify or remaining queries may take, 1s to 7d."),
      YAMLKey(
        "targets[].sqlite.scriptTimeout", "time span", required: false, standard: "1h",
        "How long one of a plan's scripts may take, all of its statements, 1s to 7d."),
    ] + postgresql

  private static let postgresql: [YAMLKey] = [
    YAMLKey(
      "targets[].postgresql", "mapping", required: false,
      "A PostgreSQL database, 13 or newer. Exactly one of sqlite and postgresql."),
    YAMLKey(
      "targets[].postgresql.connection", "text", required: true,
      "How to reach it, as libpq takes it: a URI, or keyword=value pairs. Without a password."),
    YAMLKey(
      "targets[].postgresql.passwordFile", "path", required: false, standard: "what libpq finds, such as ~/.pgpass",
      "The file with the password on its first line, read at each connect."),
    YAMLKey(
      "targets[].postgresql.lockTimeout", "time span", required: false, standard: "250ms",
      "How long one attempt waits for a lock, while others queue up behind it, 10ms to 10m."),
    YAMLKey(
      "targets[].postgresql.lockTries", "whole number", required: false, standard: "10",
      "How many attempts are made for a script's locks, with growing pauses in which nobody waits, 1 to 1000."),
    YAMLKey(
      "targets[].postgresql.queryTimeout", "time span", required: false, standard: "5m",
      "How long one of a plan's verify or remaining queries may take, 1s to 7d."),
    YAMLKey(
      "targets[].postgresql.scriptTimeout", "time span", required: false, standard: "1h",
      "How long one of a plan's scripts may take, all of its statements, 1s to 7d."),
    YAMLKey(
      "targets[].postgresql.oldestTransaction", "time span", required: false, standard: "5m",
      "What would wait for older transactions, such as CREATE INDEX CONCURRENTLY, is not begun while one is open for "
        + "longer, 1s to 7d."),
    YAMLKey(
      "targets[].postgresql.blockers", "mapping", required: false, standard: "nobody is ended",
      "Whose sessions are ended when they are in the way of a plan's statement."),
    YAMLKey(
      "targets[].postgresql.blockers.action", "cancel or terminate", required: true,
      "cancel ends the query, terminate the connection. A transaction that is idle has no query."),
    YAMLKey(
      "targets[].postgresql.blockers.after", "time span", required: true,
      "For how long their transaction must have been open, 1s to 7d."),
    YAMLKey(
      "targets[].postgresql.blockers.users", "list of texts", required: false, standard: "whoever it is",
      "Only those who connected as one of these roles."),
    YAMLKey(
      "targets[].postgresql.blockers.applications", "list of texts", required: false, standard: "whichever it is",
      "Only those with one of these as their application_name."),
  ]

  private static func checklist(_ phase: Phase) -> [YAMLKey] {
    let path = "environments[].policy.checklist.\(phase.rawValue)"
    let standard =
      switch phase {
      case .expand: "\(Policy.usualChecklist.joined(separator: ", ")) in production, none elsewhere"
      case .backfill, .switch: "none"
      case .contract: "{item: backup, validFor: 24h} in production, none elsewhere"
      }
    let remark = phase == .contract ? " Only what was signed after switch counts." : ""
    return [
      YAMLKey(
        path, "list of items", required: false, standard: standard, "Signed off before \(phase.rawValue).\(remark)"),
      YAMLKey("\(path)[].item", "name", required: true, "a-z, 0-9 and -, at most 63, first a letter."),
      YAMLKey(
        "\(path)[].validFor", "time span", required: false, standard: "for ever",
        "For how long the signature counts, 1m to 365d."),
    ]
  }

  private static func meaning(of role: Role) -> String {
    switch role {
    case .auditor: "May read everything, and do nothing."
    case .operator: "May register, sign off, advance, pause, resume, retry, resolve, cancel and roll back."
    case .approver: "May approve phases, though never of a plan that they registered themselves."
    case .admin: "May freeze, unfreeze, reload and adopt databases."
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}
