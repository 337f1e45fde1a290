import MigrationPhases
import Testing

@testable import migrated

/// Whatever is wrong is told with its place, what was found, what was expected, and what to do.
@Suite struct FindingsTests {
  @Test(arguments: [
    (
      "sate: /srv/x", "1:1: error: unknown key \"sate\" [unknown-key]\n  hint: did you mean \"state\"?"
    ),
    (
      "log: { path: /x }",
      "1:8: error: unknown key \"path\" in log [unknown-key]\n  hint: \"path\" belongs under socket"
    ),
    (
      "state: /srv/x\nstate: /srv/y",
      "2:1: error: the key \"state\" comes twice; the first is in line 1 [duplicate-key]"
    ),
    (
      "socket: { path: run/x }",
      "1:17: error: socket.path: \"run/x\" is not an absolute path [bad-path]\n"
        + "  hint: write it out from the root; ~ and variables are not expanded"
    ),
    ("state: /", "1:8: error: state: \"/\" is the root folder [bad-path]"),
    (
      "state: /srv/../etc",
      "1:8: error: state: \"/srv/../etc\" has an empty part, \".\" or \"..\" in it [bad-path]\n  hint: write it without"
    ),
    (
      "state: \"/srv/a\\nb\"", "1:8: error: state: \"/srv/a\nb\" has a control character in it [bad-path]"
    ),
    (
      "socket: { mode: 0660 }",
      "1:17: error: socket.mode: found the number 0660, expected a text [wrong-type]\n"
        + "  hint: put it in quotation marks: \"0660\""
    ),
    (
      "socket: { mode: \"0770\" }",
      "1:17: error: socket.mode: found \"0770\", expected permissions such as \"0660\" (a group) or \"0666\" (everybody) "
        + "[bad-value]\n  hint: connecting takes the right to write; what a caller may then do is said by roles"
    ),
    (
      "limits: { messageSize: 1MB }",
      "1:24: error: limits.messageSize: found \"1MB\", expected a size such as 65536, 512KiB or 1MiB [bad-value]"
    ),
    (
      "limits: { messageSize: 1 }",
      "1:24: error: limits.messageSize: found 1, expected a size from 64KiB to 64MiB [bad-value]"
    ),
    (
      "limits: { connections: 0 }",
      "1:24: error: limits.connections: found 0, expected a whole number from 1 to 4096 [bad-value]"
    ),
    (
      "limits: { connections: 5, connectionsPerUser: 9 }",
      "1:47: error: limits.connectionsPerUser: found 9, which is more than limits.connections (5) [bad-value]"
    ),
    (
      "limits: { idle: 1s }", "1:17: error: limits.idle: found 1s, expected a time span from 10s to 1d [bad-value]"
    ),
    (
      "log: { level: debgu }",
      "1:15: error: log.level: found \"debgu\", expected one of trace, debug, info, notice, warning, error, critical "
        + "[bad-value]\n  hint: did you mean \"debug\"?"
    ),
    (
      "limits:",
      "1:8: error: limits: found nothing, expected a mapping with the keys messageSize, connections, "
        + "connectionsPerUser, idle [wrong-type]"
    ),
    (
      "- state",
      "1:1: error: found a list, expected a mapping with the keys socket, state, limits, log, roles, "
        + "environments, targets [wrong-type]"
    ),
  ])
  func `a wrong setting of the daemon is told with what was expected`(text: String, complaint: String) {
    #expect(Sample.errors(text) == [complaint])
  }

  @Test(arguments: [
    (
      "roles: { admin: { users: [0] } }",
      "1:27: error: roles.admin.users[]: found the number 0, expected a text [wrong-type]\n"
        + "  hint: put it in quotation marks: \"0\""
    ),
    (
      "roles: { admin: { users: [root, \"0\"] } }",
      "1:33: error: roles.admin.users: \"0\" comes twice [duplicate-name]"
    ),
    (
      "roles: { approver: { users: [nobody] } }",
      "1:30: error: roles.approver.users[]: \"nobody\" is 65534, the number of whoever the kernel cannot name; it can hold "
        + "no role [bad-value]\n  hint: make a user of its own for this"
    ),
    (
      "roles: { approver: { groups: [\"4294967295\"] } }",
      "1:31: error: roles.approver.groups[]: \"4294967295\" is 4294967295, the number of whoever the kernel cannot name; "
        + "it can hold no role [bad-value]\n  hint: make a group of its own for this"
    ),
    (
      "roles: { approver: { users: [\"a b\"] } }",
      "1:30: error: roles.approver.users[]: found \"a b\", expected the name of one user [bad-value]"
    ),
    (
      "roles: { aprover: { users: [] } }",
      "1:10: error: unknown key \"aprover\" in roles [unknown-key]\n  hint: did you mean \"approver\"?"
    ),
  ])
  func `a wrong role is told with what was expected`(text: String, complaint: String) {
    #expect(Sample.errors(text) == [complaint])
  }

  @Test(arguments: [
    (
      "environments: []",
      "1:15: error: environments: found an empty list, expected at least one environment [bad-value]\n"
        + "  hint: leave the key out for staging and production"
    ),
    (
      "environments: [{ name: a }, { name: a }]",
      "1:37: error: environments: \"a\" comes twice [duplicate-name]"
    ),
    (
      "environments: [{ name: Prod }]",
      "1:24: error: environments[].name: found \"Prod\", expected a name of a-z, 0-9 and -, at most 63 characters, "
        + "the first a letter [bad-value]"
    ),
    (
      "environments: [{ name: a, policy: { minimumWait: 14 } }]",
      "1:50: error: environments[].policy.minimumWait: the number 14 has no unit, expected a time span such as 90s, 10m, "
        + "36h, 14d or 1d 12h [bad-value]"
    ),
    (
      "environments: [{ name: a, policy: { minimumWait: 11y } }]",
      "1:50: error: environments[].policy.minimumWait: \"y\" is not always of one length, expected days or weeks, "
        + "such as 30d or 52w [bad-value]"
    ),
    (
      "environments: [{ name: a, policy: { checklist: { expand: [backup, { item: backup }] } } }]",
      "1:67: error: environments[].policy.checklist.expand: \"backup\" comes twice [duplicate-name]"
    ),
    (
      "environments: [{ name: a, policy: { checklist: { expand: [{ validFor: 1h }] } } }]",
      "1:59: error: \"item\" is missing in environments[].policy.checklist.expand[] [missing-key]\n"
        + "  hint: environments[].policy.checklist.expand[].item: a-z, 0-9 and -, at most 63, first a letter."
    ),
    (
      "environments: [{ name: a, policy: { approvals: { contract: 17 } } }]",
      "1:60: error: environments[].policy.approvals.contract: found 17, expected a whole number from 0 to 16 [bad-value]"
    ),
    (
      "environments: [{ name: a, policy: { approvalValidFor: 1s } }]",
      "1:55: error: environments[].policy.approvalValidFor: found 1s, expected a time span from 1m to 365d [bad-value]"
    ),
  ])
  func `a wrong environment is told with what was expected`(text: String, complaint: String) {
    #expect(Sample.errors(text) == [complaint])
  }

  @Test(arguments: [
    (
      "{ name: a, environment: stagin, groups: [g], sqlite: { path: /srv/a } }",
      "2:29: error: targets[].environment: there is no environment \"stagin\" [unknown-environment]\n"
        + "  hint: did you mean \"staging\"?"
    ),
    (
      "{ name: a, environment: moon, groups: [g], sqlite: { path: /srv/a } }",
      "2:29: error: targets[].environment: there is no environment \"moon\" [unknown-environment]\n"
        + "  hint: the environments are staging, production"
    ),
    (
      "{ name: a, environment: staging, groups: [], sqlite: { path: /srv/a } }",
      "2:46: error: targets[].groups: found an empty list, expected at least one group [bad-value]\n"
        + "  hint: a plan names the group of databases that it is for"
    ),
    (
      "{ name: a, environment: staging, groups: [g, g], sqlite: { path: /srv/a } }",
      "2:50: error: targets[].groups: \"g\" comes twice [duplicate-name]"
    ),
    (
      "{ name: a, environment: staging, groups: [g] }",
      "2:5: error: targets[]: found none of \"sqlite\", \"postgresql\", expected exactly one [one-of]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], sqlite: { path: /srv/a }, postgresql: { connection: host=/run } }",
      "2:89: error: targets[]: found \"sqlite\" and \"postgresql\", expected exactly one of \"sqlite\", \"postgresql\" [one-of]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: 'host=/run password=s3cret' } }",
      "2:77: error: targets[].postgresql.connection: there is a password in it [password-in-configuration]\n"
        + "  hint: put it into a file that only the daemon can read, and name that as passwordFile"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: dbname=shop } }",
      "2:77: error: targets[].postgresql.connection: it names no host, hostaddr or service [bad-value]\n"
        + "  hint: host=/run/postgresql is the socket on this host"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: 'hots=x dbname=shop' } }",
      "2:77: error: targets[].postgresql.connection: the connection string cannot be read: invalid connection option "
        + "\"hots\" [bad-value]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: host=/run, lockTries: 0 } }",
      "2:99: error: targets[].postgresql.lockTries: found 0, expected a whole number from 1 to 1000 [bad-value]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: host=/run, blockers: { action: kill, after: 1m } } }",
      "2:108: error: targets[].postgresql.blockers.action: found \"kill\", expected cancel or terminate [bad-value]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: host=/run, blockers: { action: cancel, after: 1m, users: [] } } }",
      "2:134: error: targets[].postgresql.blockers.users: found an empty list, expected at least one [bad-value]\n"
        + "  hint: leave the key out to mean everybody"
    ),
    (
      "{ name: a, environment: staging, groups: [g], postgresql: { connection: host=/run, blockers: { action: cancel } } }",
      "2:98: error: \"after\" is missing in targets[].postgresql.blockers [missing-key]\n"
        + "  hint: targets[].postgresql.blockers.after: For how long their transaction must have been open, 1s to 7d."
    ),
    (
      "{ name: a, environment: staging, groups: [g], sqlite: { path: srv/a } }",
      "2:67: error: targets[].sqlite.path: \"srv/a\" is not an absolute path [bad-path]\n"
        + "  hint: write it out from the root; ~ and variables are not expanded"
    ),
    (
      "{ name: a, environment: staging, groups: [g], sqlite: { path: /srv/a, lockTimeout: 1h } }",
      "2:88: error: targets[].sqlite.lockTimeout: found 1h, expected a time span from 10ms to 10m [bad-value]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], sqlite: { path: /srv/a, queryTimeout: 1ms } }",
      "2:89: error: targets[].sqlite.queryTimeout: found 1ms, expected a time span from 1s to 7d [bad-value]"
    ),
    (
      "{ name: a, environment: staging, groups: [g], sqlite: { path: /srv/a, scriptTimeout: 8d } }",
      "2:90: error: targets[].sqlite.scriptTimeout: found 8d, expected a time span from 1s to 7d [bad-value]"
    ),
  ])
  func `a wrong target is told with what was expected`(item: String, complaint: String) {
    #expect(Sample.errors("targets:\n  - \(item)\n") == [complaint])
  }

  @Test func `everything wrong is told at once, in the file's order`() {
    let found = Sample.findings(
      """
      targets:
        - { name: a, environment: nowhere, groups: [], sqlite: { path: ~/x } }
        - { name: a, environment: staging, groups: [g], sqlite: { path: /srv/a } }
      socket: { mode: "9" }
      """
    ).filter { $0.severity == .error }
    #expect(
      found.map(\.rule) == ["unknown-environment", "bad-value", "bad-path", "duplicate-name", "bad-value"])
    #expect(found.map(\.line) == [2, 2, 2, 3, 4])
  }

  @Test func `a flood of errors is cut off and stays an error`() {
    let items = (0..<900).map { "  - { name: N\($0) }" }.joined(separator: "\n")
    #expect(Sample.findings("targets:\n\(items)\n").count == ConfigurationBounds.findings)
  }

  @Test func `a name that a socket's address cannot hold is refused`() {
    let path = "/run/" + String(repeating: "x", count: 103)
    #expect(
      Sample.errors("socket: { path: \(path) }") == [
        "1:17: error: socket.path: \"\(path.prefix(80))\" has 108 bytes, at most 107 are allowed [bad-path]"
      ])
    #expect(Sample.errors("socket: { path: \(path.dropLast()) }") == [])
  }
}
